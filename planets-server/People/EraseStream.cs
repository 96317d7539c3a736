using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.EventLog;
using Phr.Planets.Http;
using Phr.Planets.People.Erasing;
using Phr.Platform;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Planets.People;

/// <summary>
/// <c>POST /people/me/streams/{patient}/erase {"reason"}</c>: one source's account of the person becomes unreadable for ever, in backups
/// too. The answer is the certificate: what is gone, and what remains with whom. A source that has to keep its account refuses it (409).
/// </summary>
public static class EraseStream
{
    private const int BodyBytesMax = 16 << 10;

    public static void Map(IEndpointRouteBuilder me) => me.MapPost("/streams/{patient}/erase", Handle);

    private static async Task<IResult> Handle(
        string patient, HttpContext http, OwnPeople people, StreamErasure erasure, CancellationToken ct)
    {
        var own = await people.Of(http.Caller(), ct);
        if (own.IsRefused(out var refusal))
            return ProblemJson.Result(refusal);
        var body = await http.Request.JsonObject(BodyBytesMax, ct);
        if (body.IsRefused(out refusal))
            return ProblemJson.Result(refusal);
        if (!HasReason(body.Value))
            return ProblemJson.Result(new Refusal(RefusalKind.Invalid,
                $"A reason has 1 to {StreamErasure.ReasonCharactersMax} characters.", "/reason", "invalid"));
        var streams = await erasure.StreamsOf(own.Value.Patient, ct);
        if (streams.Find(one => one.Patient == patient) is not { } asked)
            return ProblemJson.Result(new Refusal(RefusalKind.NotFound, "No stream of yours has this Patient.", "patient", "not-found"));
        var erased = await erasure.Erase(http.Caller(), asked, streams, ct);
        return erased.IsRefused(out refusal) ? ProblemJson.Result(refusal) : Certificate(erased.Value);
    }

    private static bool HasReason(JsonElement body) =>
        body.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String
            && StreamErasure.IsReason(reason.GetString());

    private static IResult Certificate(ErasureCertificate certificate)
    {
        using var statement = JsonDocument.Parse(certificate.Content);
        return Results.Json(new
        {
            statement = statement.RootElement.Clone(),
            content = Convert.ToBase64String(certificate.Content.Span),
            signature = Convert.ToBase64String(certificate.Signature.Span),
        });
    }
}

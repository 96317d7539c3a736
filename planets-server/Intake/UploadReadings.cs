using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Planets.Http;
using Phr.Planets.People;
using Phr.Planets.Record.Writing;
using Phr.Planets.Series.Storage;
using Phr.Planets.Series.Uploads;
using Phr.Platform;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Planets.Intake;

/// <summary>
/// <c>POST /people/me/readings</c>: what a person's phone and devices measured, into their own stream. The body is a batch
/// (<see cref="BatchJson"/>), the answer one result for each item (<see cref="ResultJson"/>); all that holds of a batch is stored in one
/// transaction and readable when the answer comes.
/// </summary>
public static class UploadReadings
{
    /// <summary>Header of an answer that was given before.</summary>
    public const string RepeatedHeader = "Idempotent-Replayed";

    public static void Map(IEndpointRouteBuilder me) => me.MapPost("/readings", Handle);

    private static async Task<IResult> Handle(HttpContext http, OwnPeople people, Readings readings, CancellationToken ct)
    {
        var caller = http.Caller();
        var own = await people.Of(caller, ct);
        if (own.IsRefused(out var refusal))
            return ProblemJson.Result(refusal);
        // A batch is all kinds of readings, so a scope narrowed to some of them is not for it.
        if (!caller.Permissions.For("Observation", ScopeAccess.Create).Everything)
            return ProblemJson.Result(new Refusal(RefusalKind.Forbidden, "The scopes of this token do not permit creating Observations.", null, "forbidden"));
        var body = await http.Request.JsonBytes(Batch.BytesMax, ct);
        if (body.IsRefused(out refusal))
            return ProblemJson.Result(refusal);
        var key = UploadKey.Of(http.Request.Headers[UploadKey.Header].ToString(), body.Value.Span);
        if (key.IsRefused(out refusal))
            return ProblemJson.Result(refusal);
        var (batch, malformed) = BatchJson.Read(body.Value);
        if (batch is null)
            return ProblemJson.Result(malformed!);
        var subject = new Subject(own.Value.Stream, own.Value.Patient);
        var reply = await readings.Upload(RecordWriter.OriginOf(caller).Value, subject, batch, key.Value, ct);
        if (reply.IsRefused(out refusal))
            return ProblemJson.Result(refusal);
        if (reply.Value.IsRepeated)
            http.Response.Headers[RepeatedHeader] = "true";
        return Results.Bytes(reply.Value.Json, "application/json");
    }
}

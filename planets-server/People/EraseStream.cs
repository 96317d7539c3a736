using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Record.Writing;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Planets.People;

/// <summary>
/// <c>POST /people/me/streams/{patient}/erase {"reason"}</c>: one source's account of the person becomes unreadable for ever, in backups too. The
/// answer is the certificate: what is gone, and what remains with whom. A source that has to keep its account refuses it (409).
/// </summary>
public static class EraseStream
{
    public const int ReasonCharactersMax = 500;

    private const int BodyBytesMax = 16 << 10;

    private static readonly string Streams = Sql.Load(typeof(EraseStream), "People/streams-of-person.sql");

    public static void Map(IEndpointRouteBuilder me) => me.MapPost("/streams/{patient}/erase", Handle);

    private static async Task<IResult> Handle(
        string patient, HttpContext http, OwnPeople people, SourceNames names, Log log, NpgsqlDataSource database, CancellationToken ct)
    {
        var own = await people.Of(http.Caller(), ct);
        if (own.IsRefused(out var refusal))
            return ProblemJson.Result(refusal);
        // What erases everything asks for a token that may do everything.
        if (!http.Caller().Permissions.For(SmartScope.AnyType, ScopeAccess.Delete).Everything)
            return ProblemJson.Result(new Refusal(RefusalKind.Forbidden, "The scopes of this token do not permit erasing a stream.", null, "forbidden"));
        var body = await http.Request.JsonObject(BodyBytesMax, ct);
        if (body.IsRefused(out refusal))
            return ProblemJson.Result(refusal);
        if (!HasReason(body.Value))
            return ProblemJson.Result(new Refusal(RefusalKind.Invalid, $"A reason has 1 to {ReasonCharactersMax} characters.", "/reason", "invalid"));
        var streams = await Read(database, own.Value.Patient, ct);
        if (streams.Find(one => one.Patient == patient) is not { } asked)
            return ProblemJson.Result(new Refusal(RefusalKind.NotFound, "No stream of yours has this Patient.", "patient", "not-found"));
        var nameOf = await names.Current(ct);
        var remains = streams.Where(one => one != asked).Select(one => new Remainder(
            one.Source, $"{nameOf(one.Source).Ja}の記録 / the record of {nameOf(one.Source).En}")).ToList();
        var request = new ErasureRequest(
            new StreamId(asked.Stream), RecordWriter.OriginOf(http.Caller()).Value, remains, StreamRetention.Rule);
        var erased = await log.Eraser.Erase(request, ct);
        return erased.IsRefused(out refusal) ? ProblemJson.Result(refusal) : Certificate(erased.Value);
    }

    // The person's own words are not kept: the log has no place that stays readable for them.
    private static bool HasReason(JsonElement body) =>
        body.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String
        && reason.GetString()!.Trim().Length is > 0 and <= ReasonCharactersMax;

    private static async Task<List<StreamOfPerson>> Read(NpgsqlDataSource database, string own, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Streams);
        command.Parameters.Add(new() { Value = own });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var streams = new List<StreamOfPerson>();
        while (await rows.ReadAsync(ct))
            streams.Add(new StreamOfPerson(rows.GetInt64(0), rows.GetString(1), rows.GetString(2)));
        return streams;
    }

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

    private sealed record StreamOfPerson(long Stream, string Source, string Patient);
}

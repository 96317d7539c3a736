using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Record;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Planets.People.Links;

/// <summary>
/// <c>GET /people/me/matches</c>: records elsewhere that carry the person's verified insured-person number and birth date, for them to say
/// whether these are theirs. Of what is in them nothing is told before.
/// </summary>
public static class ListMatches
{
    /// <summary>Characters of the number that are shown, to compare with a card.</summary>
    private const int ShownCharacters = 4;

    private static readonly string Matches = Sql.Load(typeof(ListMatches), "People/Links/list-matches.sql");

    public static void Map(IEndpointRouteBuilder me) => me.MapGet("/matches", Handle);

    private static async Task<IResult> Handle(
        HttpContext http, OwnPeople people, SourceNames names, RecordReads reads, NpgsqlDataSource database, TokenKeys keys, CancellationToken ct)
    {
        var own = await people.Of(http.Caller(), ct);
        if (own.IsRefused(out var refusal))
            return ProblemJson.Result(refusal);
        var visibility = http.Visibility(ScopeAccess.Read, keys);
        if (visibility.IsRefused(out refusal))
            return ProblemJson.Result(refusal);
        var patient = await reads.Present("Patient", own.Value.Patient, visibility.Value, ct);
        var insured = Masked(patient?.Body);
        var nameOf = await names.Current(ct);
        await using var command = database.CreateCommand(Matches);
        command.Parameters.Add(new() { Value = own.Value.Patient });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var matches = new List<object>();
        while (await rows.ReadAsync(ct))
        {
            matches.Add(new
            {
                patient = rows.GetString(0), source = rows.GetString(1), name = nameOf(rows.GetString(1)),
                birthDate = rows.GetFieldValue<DateOnly>(2), insured,
            });
        }
        return Results.Json(new { matches });
    }

    // The number is the same on both sides, so the own one is shown.
    private static string Masked(ReadOnlyMemory<byte>? patient)
    {
        if (patient is not { } body)
            return "…";
        using var json = JsonDocument.Parse(body);
        if (!json.RootElement.TryGetProperty("identifier", out var identifiers))
            return "…";
        foreach (var identifier in identifiers.EnumerateArray())
        {
            if (identifier.TryGetProperty("system", out var system) && system.GetString() == InsuredPersonNumber.System
                && identifier.TryGetProperty("value", out var value) && InsuredPersonNumber.Parse(value.GetString()!) is { } number)
            {
                return "…" + number.Number[^Math.Min(ShownCharacters, number.Number.Length)..];
            }
        }
        return "…";
    }
}

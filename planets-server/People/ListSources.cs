using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Planets.People;

/// <summary><c>GET /people/me/sources</c>: who wrote into the person's record, and by which consent it is theirs.</summary>
public static class ListSources
{
    private static readonly string Sources = Sql.Load(typeof(ListSources), "People/list-sources.sql");
    private static readonly string SourcesEnd = Sql.Load(typeof(ListSources), "People/list-sources-end.sql");

    public static void Map(IEndpointRouteBuilder me) => me.MapGet("/sources", Handle);

    private static async Task<IResult> Handle(
        HttpContext http, OwnPeople people, SourceNames names, NpgsqlDataSource database, TokenKeys keys, CancellationToken ct)
    {
        var own = await people.Of(http.Caller(), ct);
        if (own.IsRefused(out var refusal))
            return ProblemJson.Result(refusal);
        var visibility = http.Visibility(ScopeAccess.Search, keys);
        if (visibility.IsRefused(out refusal))
            return ProblemJson.Result(refusal);
        var nameOf = await names.Current(ct);
        var sql = new SqlText().Share(Binding.Text("own_patient", own.Value.Patient)).Append(Sources);
        visibility.Value.AppendTo(sql);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = sql.Append(SourcesEnd).ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var sources = new List<object>();
        while (await rows.ReadAsync(ct))
            sources.Add(Source(rows, nameOf));
        return Results.Json(new { sources });
    }

    // Whatever is not linked is not among the person's, so it is a match and no source.
    private static object Source(NpgsqlDataReader row, Func<string, Wording> nameOf) => new
    {
        source = row.GetString(0),
        name = nameOf(row.GetString(0)),
        patient = row.GetString(1),
        resources = row.GetInt64(4),
        linked = true,
        consent = row.IsDBNull(2) ? null : $"Consent/{row.GetString(2)}",
        own = row.GetBoolean(3),
    };
}

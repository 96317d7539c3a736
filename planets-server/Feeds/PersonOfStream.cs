using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Planets.Feeds;

/// <summary><c>GET /internal/people/of/{stream}</c>: whom a hint is about, for services that keep something for each person.</summary>
public static class PersonOfStream
{
    private static readonly string Select = Sql.Load(typeof(PersonOfStream), "Feeds/person-of-stream.sql");

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/people/of/{stream:long}", Handle);

    private static async Task<IResult> Handle(long stream, HttpContext http, NpgsqlDataSource database, CancellationToken ct)
    {
        if (http.Caller().Role != CallerRole.Service)
            return ProblemJson.Result(new Refusal(RefusalKind.Forbidden, "Only services follow hints."));
        await using var command = database.CreateCommand(Select);
        command.Parameters.Add(new() { Value = stream });
        return await command.ExecuteScalarAsync(ct) is string person
            ? Results.Json(new { person })
            : ProblemJson.Result(new Refusal(RefusalKind.NotFound, "No person has this stream."));
    }
}

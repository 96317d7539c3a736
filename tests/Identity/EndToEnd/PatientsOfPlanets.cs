using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Tests.Identity.EndToEnd;

/// <summary>
/// What of planets-server consent-service speaks to, at the other end of a socket: it takes a Patient with a conditional create, and
/// shows a caller who they are.
/// </summary>
internal sealed class PatientsOfPlanets
{
    private int _made;

    /// <summary>Whether it takes Patients. Off, it answers 503.</summary>
    public bool Open { get; set; } = true;

    public ConcurrentDictionary<string, JsonObject> ByIdentifier { get; } = new();

    /// <summary>What <c>/internal/accesses</c> gives.</summary>
    public List<JsonObject> Accesses { get; } = [];

    public ServiceDefinition Definition => new("planets", Register, Map);

    private static void Register(WebApplicationBuilder builder, PlatformSettings settings) =>
        builder.Services.AddBearerTokens(options => options.Trust(settings, builder.Configuration));

    private void Map(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapPost("/fhir/Patient", Create).RequireCaller(CallerRole.Service);
        app.MapGet("/fhir/who", (HttpContext context) => Who(context.Caller())).RequireCaller();
        app.MapGet("/internal/accesses", List).RequireCaller(CallerRole.Service);
    }

    private async Task<IResult> Create(HttpRequest request, CancellationToken ct)
    {
        if (!Open)
            return Results.StatusCode(503);
        if (request.HttpContext.Caller().Permissions.For("Patient", ScopeAccess.Create).IsNothing)
            return Results.StatusCode(403);
        var patient = (await JsonNode.ParseAsync(request.Body, cancellationToken: ct))!.AsObject();
        var key = request.Headers["If-None-Exist"].ToString();
        var stored = ByIdentifier.GetOrAdd(key, _ =>
        {
            patient["id"] = $"p{Interlocked.Increment(ref _made)}";
            return patient;
        });
        return Results.Text(stored.ToJsonString(), "application/fhir+json", statusCode: stored == patient ? 201 : 200);
    }

    private static IResult Who(Caller caller) => Results.Json(new
    {
        caller.Subject, caller.Client, role = caller.Role.ToString(), caller.Organisation, caller.Patient, caller.Scopes, caller.FhirUser,
    });

    private IResult List(long after, int? limit)
    {
        lock (Accesses)
        {
            var entries = Accesses.Where(access => (long)access["number"]! > after).Take(limit ?? 1000).ToList();
            var page = new JsonObject
            {
                ["entries"] = new JsonArray([.. entries.Select(access => access.DeepClone())]),
                ["upTo"] = entries.Count > 0 ? (long)entries[^1]["number"]! : after,
            };
            return Results.Text(page.ToJsonString(), "application/json");
        }
    }
}

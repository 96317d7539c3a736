using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Phr.Fhir;
using Phr.Platform.Identity;

namespace Phr.Planets.Access;

/// <summary>What a request becomes in the access journal.</summary>
public static class Accesses
{
    /// <summary>Characters of a query that are kept; a longer one is left out.</summary>
    public const int QueryCharactersMax = 4_096;

    /// <param name="named">Ids of Patients that the request names.</param>
    /// <param name="shown">Streams of the entries that the answer holds.</param>
    public static AccessEntry Of(HttpContext http, string interaction, string? type, IReadOnlyList<string> named,
        IReadOnlyList<long> shown)
    {
        var clock = http.RequestServices.GetRequiredService<TimeProvider>();
        return Of(http.Caller(), clock.GetUtcNow(), interaction, type, named,
            shown) with { Target = Target(http, type), Query = Query(http) };
    }

    /// <summary>Of a request that its caller had no right to make.</summary>
    public static AccessEntry Denied(HttpContext http)
    {
        var type = http.Request.RouteValues["type"] as string;
        var entry = Of(http, http.Request.Method, type, type == "Patient"
            && http.Request.RouteValues["id"] is string id ? [id] : [], []);
        return entry with { Interaction = InteractionOf(http.Request), Outcome = "denied" };
    }

    // As the request was sent, short of what nobody writes.
    private static string? Query(HttpContext http) =>
        http.Request.QueryString is { HasValue: true, Value: { Length: <= QueryCharactersMax } query }
        ? query[1..]
        : null;

    private static string? Target(HttpContext http, string? type) =>
        http.Request.RouteValues["id"] is string id && ResourceId.IsId(id)
            && (type ?? http.Request.RouteValues["type"]) is string of ? $"{of}/{id}" : null;

    private static string InteractionOf(HttpRequest request) =>
        (request.Method, request.RouteValues.ContainsKey("id")) switch
    {
        ("GET" or "HEAD", true) => "read",
        ("GET" or "HEAD", false) => "search-type",
        ("POST", _) => "create",
        ("PUT", _) => "update",
        ("PATCH", _) => "patch",
        ("DELETE", _) => "delete",
        _ => "operation",
    };

    /// <summary>Of what is given without a request of its own, such as a notification.</summary>
    public static AccessEntry Of(
        Caller caller, DateTimeOffset at, string interaction, string? type, IReadOnlyList<string> named,
            IReadOnlyList<long> shown) =>
        new(at, caller, PurposeOf(caller), interaction, type, shown.Count > 0 ? "permitted" : "hidden",
            // Entries share a statement: what can be nobody's id stays out of it.
            [.. named.Where(id => ResourceId.IsId(id))], shown);

    /// <summary>v3-ActReason code of what a caller does without saying why.</summary>
    public static string PurposeOf(Caller caller) => caller.Role switch
    {
        CallerRole.Patient => "PATRQT",
        CallerRole.Researcher => "HRESCH",
        CallerRole.Auditor => "HOPERAT",
        CallerRole.System or CallerRole.Service => "HSYSADMIN",
        _ => "TREAT",
    };
}

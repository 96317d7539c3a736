using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir.Writing;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Subscriptions;

/// <summary>
/// <c>GET [base]/Subscription?_id=&amp;status=&amp;type=&amp;url=&amp;criteria=</c> and <c>POST …/_search</c>: the
/// caller's own, all on one page.
/// </summary>
public static class SearchSubscriptions
{
    /// <summary>Search parameters, as the CapabilityStatement lists them.</summary>
    public static IReadOnlyList<string> Parameters { get; } = ["_id", "criteria", "status", "type", "url"];

    public static void Map(IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/Subscription", (HttpContext http, SubscriptionStore store, FhirEndpoint endpoint,
            CancellationToken ct) =>
            Handle(SearchQuery.Pairs(http.Request.QueryString.Value ?? ""), http, store, endpoint, ct));
        fhir.MapPost("/Subscription/_search", async (HttpContext http, SubscriptionStore store, FhirEndpoint endpoint,
            CancellationToken ct) =>
        {
            var form = await SearchForm.Read(http.Request, ct);
            return form.IsRefused(out var refusal) ? FhirJson.Refused(refusal) : await Handle(form.Value, http, store, endpoint, ct);
        });
    }

    private static async Task<IResult> Handle(
        IReadOnlyList<KeyValuePair<string, string>> query, HttpContext http, SubscriptionStore store,
            FhirEndpoint fhir, CancellationToken ct)
    {
        if (ManageSubscriptions.Scope(http, ScopeAccess.Search) is { } scope)
            return FhirJson.Refused(scope);
        var conditions = query.Where(pair => pair.Key is not ("_format" or "_pretty" or "_count" or "_total")).ToList();
        if (conditions.Find(pair => !Parameters.Contains(pair.Key)) is { Key: { } unknown })
            return FhirJson.Refused(new Refusal(RefusalKind.Invalid, "Subscription has no such search parameter here.",
                $"http.{unknown}", "not-supported"));
        var owned = await store.Owned(http.Caller().SubscriptionOwner(), ct);
        var found = owned.Where(one => conditions.All(pair =>
            SearchTerm.Split(pair.Value, ',').Contains(ValueOf(one, pair.Key)))).ToList();
        return new BundleResult(
            new BundleHead("searchset", found.Count) { Links = [new(
                "self", $"{fhir.Url}Subscription{http.Request.QueryString.Value}")] },
            found.Select(one => (
                new BundleEntry($"{fhir.Url}Subscription/{one.Id}", "match"),
                (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(one.ToResource().ToJsonString()))));
    }

    private static string? ValueOf(StoredSubscription subscription, string parameter) => parameter switch
    {
        "_id" => subscription.Id,
        "criteria" => subscription.Order.Criteria,
        "status" => subscription.Status,
        "type" => subscription.Order.Channel,
        "url" => subscription.Order.Endpoint?.OriginalString,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

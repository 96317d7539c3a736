using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Phr.Mobile.Forwarding;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Mobile.Sharing;

/// <summary>The Consents in a person's record, read and written with the person's own token.</summary>
internal sealed class OwnConsents(Upstreams upstreams, TimeProvider clock)
{
    /// <summary>Consents of one person that are read; people have a few dozen.</summary>
    public const int ConsentsMax = 1000;

    private const int PageSize = 200;

    private static readonly Refusal NoRecord = new(RefusalKind.Conflict, "The account has no record of its own yet. Try again later.");
    private static readonly Refusal TooMany = new(RefusalKind.Unprocessable, $"The record holds more than {ConsentsMax} active consents.");

    /// <summary>Those whose status is active.</summary>
    public async Task<Answer<IReadOnlyList<JsonObject>>> Active(HttpContext context, CancellationToken ct)
    {
        if (context.Caller().Patient is not { } patient)
            return NoRecord;
        var consents = new List<JsonObject>();
        var query = $"?patient={patient}&status=active&_count={PageSize}";
        while (query is not null)
        {
            var page = await upstreams.Planets.Ask(context, HttpMethod.Get, $"fhir/Consent{query}", body: null, ct);
            if (page.IsRefused(out var refusal))
                return refusal;
            consents.AddRange((page.Value["entry"] as JsonArray ?? []).Select(entry => entry?["resource"]).OfType<JsonObject>()
                .Where(resource => ConsentContent.Text(resource["resourceType"]) == "Consent"));
            if (consents.Count > ConsentsMax)
                return TooMany;
            query = NextPage(page.Value);
        }
        return consents;
    }

    /// <summary>Stores a new one; its reference, <c>Consent/id</c>.</summary>
    public async Task<Answer<string>> Create(HttpContext context, Func<ConsentAuthor, JsonObject> draft, CancellationToken ct)
    {
        if (context.Caller().Patient is not { } patient)
            return NoRecord;
        var consent = draft(new ConsentAuthor(patient, clock.GetUtcNow()));
        var stored = await upstreams.Planets.Ask(context, HttpMethod.Post, "fhir/Consent", consent, ct);
        return stored.IsRefused(out var refusal) ? refusal : $"Consent/{ConsentContent.Text(stored.Value["id"])}";
    }

    /// <summary>Stores a changed one over the version that it was made from; null, or why it was not stored.</summary>
    public async Task<Refusal?> Put(HttpContext context, JsonObject consent, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"fhir/Consent/{ConsentContent.Text(consent["id"])}")
        {
            Content = Upstream.Json(consent),
        };
        request.Headers.TryAddWithoutValidation("If-Match", $"W/\"{ConsentContent.Text(consent["meta"]?["versionId"])}\"");
        var stored = await upstreams.Planets.Ask(context, request, ct);
        return stored.Refusal;
    }

    /// <summary>One of them.</summary>
    public Task<Answer<JsonObject>> Find(HttpContext context, string id, CancellationToken ct) =>
        upstreams.Planets.Ask(context, HttpMethod.Get, $"fhir/Consent/{id}", body: null, ct);

    // The link names the public address; only its cursor is taken, and the page asked for where this service reaches the record.
    private static string? NextPage(JsonObject bundle) => (bundle["link"] as JsonArray ?? [])
        .Where(link => ConsentContent.Text(link?["relation"]) == "next")
        .Select(link => Uri.TryCreate(ConsentContent.Text(link?["url"]), UriKind.Absolute, out var next) ? next.Query : null)
        .FirstOrDefault();
}

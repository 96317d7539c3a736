using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Phr.Planets.Access;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Planets.Subscriptions;

/// <summary>Whether a subscriber could have a token now, and for which scopes.</summary>
public abstract record Standing
{
    private Standing()
    {
    }

    /// <param name="Scopes">Those of the subscription that the client may still have.</param>
    public sealed record Holds(IReadOnlyList<string> Scopes) : Standing;

    /// <summary>The client or the account was closed, or belongs to another organisation by now.</summary>
    public sealed record Ended : Standing;

    /// <summary>consent-service does not answer: nothing is sent until it does.</summary>
    public sealed record Unknown : Standing;
}

/// <summary>Asks consent-service about clients and accounts, and believes the answer for a while.</summary>
public sealed class SubscriberStanding(
    HttpClient consentService, PushSettings settings, TimeProvider clock, ILogger<SubscriberStanding> logger)
{
    private const int KnownMax = 10_000;

    private readonly ConcurrentDictionary<string, (JsonElement? Found, DateTimeOffset Until)> _known = new();

    public async Task<Standing> Of(Requester subscriber, CancellationToken ct)
    {
        // The platform's own services are no clients of the registry.
        if (subscriber.Role == CallerRole.Service)
            return new Standing.Holds(subscriber.Scopes);
        try
        {
            if (await Find($"internal/identity/clients/{Uri.EscapeDataString(subscriber.Client)}",
                ct) is not { } client)
                return new Standing.Ended();
            var isAccount = subscriber.Subject != subscriber.Client;
            var party = isAccount
                ? await Find($"internal/identity/accounts/{Uri.EscapeDataString(subscriber.Subject)}", ct) : client;
            if (party is not { } claims || !Fits(claims, "phr_org", subscriber.Organisation)
                || (isAccount && !Fits(claims, "patient", subscriber.Patient)))
                return new Standing.Ended();
            return new Standing.Holds(StillAllowed(subscriber.Scopes, Text(client, "phr_scopes") ?? ""));
        }
        catch (Exception away) when (away is HttpRequestException or JsonException
            || (away is TaskCanceledException && !ct.IsCancellationRequested))
        {
            logger.LogWarning("Subscriptions wait: consent-service does not say who subscribes ({Fault}).", FaultText.Of(away));
            return new Standing.Unknown();
        }
    }

    private async Task<JsonElement?> Find(string path, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(path, out var known) && known.Until > now)
            return known.Found;
        using var answer = await consentService.GetAsync(path, ct);
        JsonElement? found = null;
        if (answer.StatusCode != HttpStatusCode.NotFound)
            found = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(ct);
        if (_known.Count >= KnownMax)
            _known.Clear();
        _known[path] = (found, now.AddSeconds(settings.StandingSecondsMax));
        return found;
    }

    private static IReadOnlyList<string> StillAllowed(IReadOnlyList<string> scopes, string registered)
    {
        var limits = ScopeSet.Parse(registered.Split(' ')).Scopes;
        return [.. scopes.Where(word => SmartScope.Parse(word) is { } scope
            && limits.Any(limit => limit.Covers(scope)))];
    }

    private static bool Fits(JsonElement claims, string name, string? value) => Text(claims, name) == value;

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()
            : null;
}

using System.Net.Http.Json;
using System.Text.Json;
using Phr.Planets.Access;

namespace Phr.Planets.People;

/// <summary>
/// What sources are called. consent-service keeps the names; while it is away, or of a source that it does not know, the code stands for it:
/// a name is never worth refusing to show a record.
/// </summary>
public sealed class SourceNames(HttpClient consentService, TimeProvider clock)
{
    /// <summary>How long names, or that there are none, are used before they are asked for again.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(1);

    private static readonly Wording OwnPhone = new("自分で記録したもの（スマートフォン・機器）", "What you and your devices recorded");

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    private volatile Reading _reading = new([], DateTimeOffset.MinValue);

    public async Task<Func<string, Wording>> Current(CancellationToken ct)
    {
        var reading = _reading;
        if (clock.GetUtcNow() - reading.At >= AgeMax)
            _reading = reading = new Reading(await Ask(ct) ?? reading.Names, clock.GetUtcNow());
        return source => Authors.IsPhone(source) ? OwnPhone : reading.Names.GetValueOrDefault(source) ?? Wording.Same(source);
    }

    private async Task<Dictionary<string, Wording>?> Ask(CancellationToken ct)
    {
        try
        {
            var answer = await consentService.GetFromJsonAsync<PartyList>("parties", Format, ct);
            return answer?.Parties?.ToDictionary(party => party.Code, party => party.Name);
        }
        // Away, or it answers what is no list of names.
        catch (Exception fault) when (fault is HttpRequestException or JsonException)
        {
            return null;
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private sealed record PartyList(IReadOnlyList<NamedParty>? Parties);

    private sealed record NamedParty(string Code, Wording Name);

    private sealed record Reading(Dictionary<string, Wording> Names, DateTimeOffset At);
}

using Phr.Platform;

namespace Phr.Planets.Intake.Offers;

/// <summary>What became of what came in: <c>In = Stored + Merged + KeptRaw + Refused</c>.</summary>
/// <param name="Stored">Became resources of their own.</param>
/// <param name="Merged">Belong to resources that are there: known as they are, or a further version.</param>
/// <param name="KeptRaw">Kept as it came, because only a later version can read it. FHIR resources are stored or refused, so here it is
/// 0.</param>
public sealed record IngestCount(int In, int Stored, int Merged, int KeptRaw, int Refused);

/// <summary>One refusal.</summary>
/// <param name="Where">FHIRPath of the place in the document.</param>
/// <param name="Why">Quotes no content.</param>
public sealed record IngestRefusal(string Where, string Why);

/// <summary>The account of one document.</summary>
public sealed record IngestReport(
    int In, int Stored, int Merged, int KeptRaw, int Refused,
    IReadOnlyDictionary<string, IngestCount> ByType, IReadOnlyList<IngestRefusal> Refusals);

/// <summary>Counts as the answers come.</summary>
internal sealed class IngestTally
{
    private readonly SortedDictionary<string, (int Stored, int Merged, int Refused)> _types = new(StringComparer.Ordinal);
    private readonly List<IngestRefusal> _refusals = [];

    public void Take(OfferedResource resource, OfferFate fate, Refusal? refusal)
    {
        if (refusal is not null)
            Refused(resource, refusal);
        else if (fate == OfferFate.Stored)
            Stored(resource.Type);
        else
            Merged(resource.Type);
    }

    private void Stored(string type) => _types[type] = Of(type) with { Stored = Of(type).Stored + 1 };

    private void Merged(string type) => _types[type] = Of(type) with { Merged = Of(type).Merged + 1 };

    private void Refused(OfferedResource resource, Refusal refusal)
    {
        var type = resource.Type.Length > 0 ? resource.Type : "unknown";
        _types[type] = Of(type) with { Refused = Of(type).Refused + 1 };
        _refusals.Add(new IngestRefusal(PlaceOf(resource, refusal), refusal.Reason));
    }

    public IngestReport Report()
    {
        var byType = _types.ToDictionary(
            pair => pair.Key,
            pair => new IngestCount(
                pair.Value.Stored + pair.Value.Merged + pair.Value.Refused, pair.Value.Stored, pair.Value.Merged, 0, pair.Value.Refused));
        return new IngestReport(
            byType.Values.Sum(count => count.In), byType.Values.Sum(count => count.Stored), byType.Values.Sum(count => count.Merged), 0,
            byType.Values.Sum(count => count.Refused), byType, _refusals);
    }

    private (int Stored, int Merged, int Refused) Of(string type) => _types.GetValueOrDefault(type);

    // A place inside the resource becomes one inside the document.
    private static string PlaceOf(OfferedResource resource, Refusal refusal) => refusal.Place switch
    {
        null => resource.Place,
        var place when place.StartsWith("Bundle.", StringComparison.Ordinal) => place,
        var place => $"{resource.Place}.resource{place[Math.Max(0, place.IndexOf('.', StringComparison.Ordinal))..]}",
    };
}

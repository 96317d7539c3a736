using Phr.EventLog;
using Phr.Fhir.Writing;
using Phr.Planets.Record.Writing;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Intake.Offers;

/// <summary>What became of one resource that was offered.</summary>
internal enum OfferFate
{
    /// <summary>It is there as it was offered.</summary>
    Known,

    Stored,

    /// <summary>It is the next version of what is there.</summary>
    Updated,

    Refused,
}

/// <summary>Takes offered resources into the record: each is stored, recognised or refused by itself.</summary>
/// <param name="tell">Gets the fate of each, once; with the refusal, if it is one.</param>
internal sealed class OfferRun(
    Caller caller, Origin origin, UnitLinks links, RecordWriter writer, KnownVersions known,
    Action<OfferedResource, OfferFate, Refusal?> tell)
{
    /// <summary>Resources of one unit of the log, so that small writes come in between.</summary>
    public const int UnitMax = 500;

    /// <summary>How often what others changed meanwhile is looked at again.</summary>
    private const int TriesMax = 5;

    private static readonly Refusal SaysOtherwise = new(
        RefusalKind.Unprocessable, "An earlier entry says something else of the same resource; that one was taken.", null, "duplicate");

    private readonly ReferenceMap _references = MapOf(links.Assigned);

    public async Task Run(IReadOnlyList<OfferedResource> resources, CancellationToken ct)
    {
        var sound = new List<(OfferedResource, SentResource)>(resources.Count);
        var first = new Dictionary<(string, string), OfferedResource>();
        foreach (var resource in resources)
        {
            if (resource.Fault is { } fault)
                tell(resource, OfferFate.Refused, fault);
            else if (first.TryAdd((resource.Type, resource.Id), resource))
                await Prepare(resource, sound, ct);
            else if (resource.Element.RawJson.SequenceEqual(first[(resource.Type, resource.Id)].Element.RawJson))
                tell(resource, OfferFate.Known, null);
            else
                tell(resource, OfferFate.Refused, SaysOtherwise);
        }
        foreach (var unit in sound.Chunk(UnitMax))
            await Offer(unit, ct);
    }

    private static ReferenceMap MapOf(IReadOnlyDictionary<string, string> links)
    {
        var map = new ReferenceMap();
        foreach (var (from, to) in links)
            map.Add(from, to);
        return map;
    }

    private async Task Prepare(OfferedResource resource, List<(OfferedResource, SentResource)> sound, CancellationToken ct)
    {
        var sent = await writer.Prepare(caller, origin, resource.Element, resource.Id, ScopeAccess.Update, links, ct);
        if (sent.IsRefused(out var refusal))
            tell(resource, OfferFate.Refused, refusal);
        else
            sound.Add((resource, sent.Value));
    }

    private async Task Offer(IReadOnlyList<(OfferedResource Offered, SentResource Sent)> unit, CancellationToken ct)
    {
        for (var tries = 1; unit.Count > 0; tries++)
        {
            var offers = await known.Compare([.. unit.Select(pair => pair.Sent)], _references, ct);
            var written = await writer.Write(origin, offers, links, ct);
            var changed = new List<(OfferedResource, SentResource)>();
            for (var i = 0; i < unit.Count; i++)
            {
                if (written.IsRefused(out var refusal))
                    tell(unit[i].Offered, OfferFate.Refused, refusal);
                else if (written.Value[i].Refusal is { Kind: RefusalKind.Conflict } && tries < TriesMax)
                    changed.Add(unit[i]);
                else if (written.Value[i].Refusal is { } refused)
                    tell(unit[i].Offered, OfferFate.Refused, refused);
                else
                    tell(unit[i].Offered, Fate(written.Value[i]), null);
            }
            unit = changed;
        }
    }

    private static OfferFate Fate(Written written) => written switch
    {
        { Position: 0 } => OfferFate.Known,
        { Version: > 1 } => OfferFate.Updated,
        _ => OfferFate.Stored,
    };
}

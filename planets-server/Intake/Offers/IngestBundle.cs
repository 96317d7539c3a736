using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.EventLog;
using Phr.Fhir;
using Phr.Fhir.Writing;
using Phr.Planets.Http;
using Phr.Planets.Record.Writing;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Intake.Offers;

/// <summary>
/// <c>POST /intake/bundles</c>: takes a Bundle of any type as an account of what its source knows. Each resource is stored, recognised or
/// refused by itself; sending it again stores nothing. Methods and conditions of a transaction's entries are not obeyed: for those there is the FHIR API.
/// </summary>
public static class IngestBundle
{
    /// <summary>Resources of one unit of the log, so that small writes come in between.</summary>
    public const int UnitMax = 500;

    /// <summary>How often what others changed meanwhile is looked at again.</summary>
    private const int TriesMax = 5;

    public static void Map(IEndpointRouteBuilder intake) => intake.MapPost("/bundles", Handle);

    private static readonly Refusal SaysOtherwise = new(
        RefusalKind.Unprocessable, "An earlier entry of this Bundle says something else of the same resource; that one was taken.", null, "duplicate");

    private static async Task<IResult> Handle(HttpContext http, RecordWriter writer, KnownVersions known, CancellationToken ct)
    {
        if (http.Request.Formats(hasBody: true) is { } format)
            return FhirJson.Refused(format);
        if (http.Caller().Role is not (CallerRole.Hospital or CallerRole.Clinician or CallerRole.System or CallerRole.Service))
            return FhirJson.Refused(new Refusal(RefusalKind.Forbidden, "Only organisations send Bundles in; a person sends readings.", null, "forbidden"));
        var origin = RecordWriter.OriginOf(http.Caller());
        if (origin.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var parsed = FhirDocument.Parse(await http.Request.Body(ct));
        using var document = parsed.Document;
        if (document is null || document.Root.Type?.Name != "Bundle")
        {
            return document is null
                ? FhirJson.Faulty(parsed.Issues, readable: false)
                : FhirJson.Refused(new Refusal(RefusalKind.Invalid, "Only a Bundle is taken in here.", "resourceType", "invalid"));
        }
        if (document.Root.Children("entry").Count() > Bundles.BundleEndpoint.EntriesMax)
        {
            return FhirJson.Refused(new Refusal(
                RefusalKind.TooLarge, $"A Bundle has at most {Bundles.BundleEndpoint.EntriesMax} entries.", "Bundle.entry", "too-costly"));
        }
        var bundle = OfferedBundle.Read(document.Root, parsed.Issues, origin.Value.Source);
        return Results.Json(await new Ingest(http.Caller(), origin.Value, bundle, writer, known).Run(ct));
    }

    /// <summary>One Bundle on its way into the record.</summary>
    private sealed class Ingest(Caller caller, Origin origin, OfferedBundle bundle, RecordWriter writer, KnownVersions known)
    {
        private readonly IngestTally _tally = new();
        private readonly UnitLinks _links = UnitLinks.None with { Assigned = bundle.Links };
        private readonly ReferenceMap _references = MapOf(bundle.Links);

        public async Task<IngestReport> Run(CancellationToken ct)
        {
            var sound = new List<(OfferedResource, SentResource)>(bundle.Resources.Count);
            var first = new Dictionary<(string, string), OfferedResource>();
            foreach (var resource in bundle.Resources)
            {
                if (resource.Fault is { } fault)
                    _tally.Refused(resource, fault);
                else if (first.TryAdd((resource.Type, resource.Id), resource))
                    await Prepare(resource, sound, ct);
                else if (resource.Element.RawJson.SequenceEqual(first[(resource.Type, resource.Id)].Element.RawJson))
                    _tally.Merged(resource.Type);
                else
                    _tally.Refused(resource, SaysOtherwise);
            }
            foreach (var unit in sound.Chunk(UnitMax))
                await Offer(unit, ct);
            return _tally.Report();
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
            var sent = await writer.Prepare(caller, origin, resource.Element, resource.Id, ScopeAccess.Update, _links, ct);
            if (sent.IsRefused(out var refusal))
                _tally.Refused(resource, refusal);
            else
                sound.Add((resource, sent.Value));
        }

        private async Task Offer(IReadOnlyList<(OfferedResource Offered, SentResource Sent)> unit, CancellationToken ct)
        {
            for (var tries = 1; unit.Count > 0; tries++)
            {
                var offers = await known.Compare([.. unit.Select(pair => pair.Sent)], _references, ct);
                var written = await writer.Write(origin, offers, _links, ct);
                var changed = new List<(OfferedResource, SentResource)>();
                for (var i = 0; i < unit.Count; i++)
                {
                    if (written.IsRefused(out var refusal))
                        _tally.Refused(unit[i].Offered, refusal);
                    else if (written.Value[i].Refusal is { Kind: RefusalKind.Conflict } && tries < TriesMax)
                        changed.Add(unit[i]);
                    else if (written.Value[i].Refusal is { } refused)
                        _tally.Refused(unit[i].Offered, refused);
                    else if (written.Value[i] is { Position: 0 } or { Version: > 1 })
                        _tally.Merged(unit[i].Offered.Type);
                    else
                        _tally.Stored(unit[i].Offered.Type);
                }
                unit = changed;
            }
        }
    }
}

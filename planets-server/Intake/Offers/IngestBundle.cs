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
/// refused by itself; sending it again stores nothing. Methods and conditions of a transaction's entries are not obeyed: for those there
/// is the FHIR API.
/// </summary>
public static class IngestBundle
{
    public static void Map(IEndpointRouteBuilder intake) => intake.MapPost("/bundles", Handle);

    private static async Task<IResult> Handle(HttpContext http, RecordWriter writer, KnownVersions known, CancellationToken ct)
    {
        if (http.Request.Formats(hasBody: true) is { } format)
            return FhirJson.Refused(format);
        if (http.Caller().Role is not (CallerRole.Hospital or CallerRole.Clinician or CallerRole.System or CallerRole.Service))
            return FhirJson.Refused(
                new Refusal(RefusalKind.Forbidden, "Only organisations send Bundles in; a person sends readings.", null, "forbidden"));
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
        var tally = new IngestTally();
        var links = UnitLinks.None with { Assigned = bundle.Links };
        await new OfferRun(http.Caller(), origin.Value, links, writer, known, tally.Take).Run(bundle.Resources, ct);
        return Results.Json(tally.Report());
    }
}

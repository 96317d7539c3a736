using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir;
using Phr.Planets.Http;
using Phr.Platform;

namespace Phr.Planets.Bundles;

/// <summary><c>POST [base]</c>: a transaction, of which all is stored or nothing, or a batch, whose entries stand by
/// themselves. R4 http.html#transaction.</summary>
public static class BundleEndpoint
{
    /// <summary>Entries of one Bundle.</summary>
    public const int EntriesMax = 10_000;

    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapPost("/", Handle);

    private static async Task<IResult> Handle(HttpContext http, Transaction transaction, Batch batch, CancellationToken ct)
    {
        if (http.Request.Formats(hasBody: true) is { } format)
            return FhirJson.Refused(format);
        var parsed = FhirDocument.Parse(await http.Request.Body(ct));
        using var document = parsed.Document;
        if (document is null || document.Root.Type?.Name != "Bundle")
        {
            return document is null
                ? FhirJson.Faulty(parsed.Issues, readable: false)
                : FhirJson.Refused(new Refusal(RefusalKind.Invalid, "Only a Bundle is posted to the base.", "resourceType", "invalid"));
        }
        if (document.Root.Children("entry").Count() > EntriesMax)
            return FhirJson.Refused(new Refusal(RefusalKind.TooLarge, $"A Bundle has at most {EntriesMax} entries.", "Bundle.entry",
                "too-costly"));
        return document.Root.Child("type").Text switch
        {
            "transaction" when parsed.IsValid => await transaction.Run(document.Root, http, ct),
            "transaction" => FhirJson.Faulty(parsed.Issues, readable: true),
            "batch" => await batch.Run(document.Root, parsed.Issues, http, ct),
            _ => FhirJson.Refused(new Refusal(
                RefusalKind.Unprocessable, "Only transaction and batch Bundles are processed; others are stored by POST to /Bundle.",
                    "Bundle.type", "not-supported")),
        };
    }
}

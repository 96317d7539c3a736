using Phr.Fhir;
using Phr.Fhir.Patch;
using Phr.Platform;

namespace Phr.Planets.Record.Writing;

/// <summary>Reads patches as they are sent: alone, or in an entry of a Bundle. R4 http.html#patch.</summary>
public static class PatchBody
{
    public const string JsonPatchType = "application/json-patch+json";

    public const string XmlPatchType = "application/xml-patch+xml";

    /// <param name="contentType">Of the request.</param>
    public static Answer<IPatch> Read(ReadOnlyMemory<byte> body, string? contentType)
    {
        switch (contentType?.Split(';')[0].Trim())
        {
            case JsonPatchType:
                return Of(JsonPatch.Read(body.Span), place: "");
            case XmlPatchType:
                return Of(XmlPatch.Read(body), place: "");
            case "application/fhir+json" or "application/json" or "text/json" or "application/json+fhir":
                var parsed = FhirDocument.Parse(body);
                using (parsed.Document)
                {
                    return parsed.IsValid
                        ? Read(parsed.Document!.Root, place: null)
                        : Refused(parsed.Document is null ? RefusalKind.Invalid : RefusalKind.Unprocessable, parsed.Issues[0]);
                }
            default:
                return new Refusal(
                    RefusalKind.UnsupportedMediaType, $"A patch is {JsonPatchType}, {XmlPatchType}, or Parameters.", null,
                        "not-supported");
        }
    }

    /// <summary>A Binary with a JSON Patch or an XML Patch, or the Parameters of a FHIRPath Patch.</summary>
    /// <param name="place">Of the entry in its Bundle; null where it is sent alone.</param>
    public static Answer<IPatch> Read(Element resource, string? place)
    {
        switch (resource.Type?.Name)
        {
            case "Parameters":
                return Of(FhirPathPatch.Read(resource), place is null ? "" : $"{place}.resource.");
            case "Binary" when place is not null
                && resource.Child("contentType").Text?.Split(';')[0].Trim() is (JsonPatchType or XmlPatchType) and var type:
                var data = resource.Child("data").Text ?? "";
                var bytes = new byte[data.Length];
                if (!Convert.TryFromBase64String(data, bytes, out var written))
                    return new Refusal(RefusalKind.Invalid, "The data of the Binary is no base64.", $"{place}.resource.data", "value");
                return type == XmlPatchType
                    ? Of(XmlPatch.Read(bytes.AsMemory(0, written)), $"{place}.resource.data")
                    : Of(JsonPatch.Read(bytes.AsSpan(0, written)), $"{place}.resource.data");
            default:
                return new Refusal(
                    RefusalKind.Unprocessable, $"A patch is Parameters, or in a Bundle a Binary with {JsonPatchType} or {XmlPatchType}.", place,
                        "not-supported");
        }
    }

    public static Refusal Refused(PatchFault fault, string place) => fault.Kind switch
    {
        PatchFaultKind.Malformed => new(RefusalKind.Invalid, fault.Reason, place + fault.Place, "invalid"),
        PatchFaultKind.TooLarge => new(RefusalKind.TooLarge, fault.Reason, place + fault.Place, "too-costly"),
        _ => new(RefusalKind.Unprocessable, fault.Reason, place + fault.Place, "processing"),
    };

    internal static Refusal Refused(RefusalKind kind, Phr.Fhir.Structure.Issue issue) =>
        new(kind, issue.English, issue.Expression, issue.Code);

    private static Answer<IPatch> Of<T>((T? Patch, PatchFault? Fault) read, string place) where T : class, IPatch =>
        read.Fault is { } fault ? Refused(fault, place) : read.Patch!;
}

using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Phr.Planets.Http;

/// <summary>What media types say beside their names: FHIR's version (R4 versioning.html#mt-version) and the characters' encoding.</summary>
internal static class MediaTypes
{
    /// <summary>The value of <c>_format</c>. A plus that was not escaped has become a blank on the way.</summary>
    public static string AskedFormat(HttpRequest request) => request.Query["_format"].ToString().Replace(' ', '+');

    /// <summary>Whether a body is of this version of FHIR and in UTF-8; what says nothing is.</summary>
    public static bool IsRead(string? contentType) => !MediaTypeHeaderValue.TryParse(contentType, out var type)
        || IsOfR4(type) && (!type.Charset.HasValue
            || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether what is asked for is of this version of FHIR, and wanted at all.</summary>
    public static bool IsGiven(MediaTypeHeaderValue type) => IsOfR4(type) && type.Quality is not 0;

    public static bool TakesXml(MediaTypeHeaderValue type) => XmlBody.IsXml(type.MediaType.Value);

    public static bool TakesJson(MediaTypeHeaderValue type) => type.MediaType.Value is "*/*" or "application/*"
        || type.MediaType.Value?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether it is none of a resource, but of what a Binary holds.</summary>
    public static bool IsOfContent(MediaTypeHeaderValue type) => !TakesXml(type) && !FhirRequest.IsJson(type.MediaType.Value);

    private static bool IsOfR4(MediaTypeHeaderValue type) =>
        type.Parameters.FirstOrDefault(one => one.Name.Equals("fhirVersion", StringComparison.OrdinalIgnoreCase)) is not { } version
        || HeaderUtilities.RemoveQuotes(version.Value).Value is "4.0" or "4.0.1";
}

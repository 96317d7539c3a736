using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Phr.Planets.Http;

/// <summary>What media types say beside their names: FHIR's version (R4 versioning.html#mt-version) and the characters' encoding.</summary>
internal static class MediaTypes
{
    /// <summary>The value of <c>_format</c>. A plus that was not escaped has become a blank on the way.</summary>
    public static string AskedFormat(HttpRequest request) => request.Query["_format"].ToString().Replace(' ', '+');

    /// <summary>What <c>Accept</c> asks for, in its order; what cannot be read asks for nothing. Read once a request.</summary>
    public static IList<MediaTypeHeaderValue> Accepted(HttpRequest request)
    {
        var features = request.HttpContext.Features;
        if (features.Get<AcceptedTypes>() is { } known && known.Accept == request.Headers.Accept)
            return known.Types;
        var read = new AcceptedTypes(request.Headers.Accept, request.GetTypedHeaders().Accept);
        features.Set(read);
        return read.Types;
    }

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

    private sealed record AcceptedTypes(StringValues Accept, IList<MediaTypeHeaderValue> Types);
}

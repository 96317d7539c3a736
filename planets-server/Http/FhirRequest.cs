using Microsoft.AspNetCore.Http;
using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Planets.Access;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Http;

/// <summary>What a request to the FHIR API brings beside its route.</summary>
public static class FhirRequest
{
    /// <summary>The reader of a request; refused where the caller reads no records.</summary>
    public static Answer<Visibility> Visibility(this HttpContext http, ScopeAccess action, TokenKeys keys)
    {
        var caller = http.Caller();
        return RecordReader.Of(caller) is { } reader
            ? new Visibility(reader, caller.Permissions, action, keys)
            : new Refusal(RefusalKind.Forbidden, "This token is not for reading records.");
    }

    /// <summary>Refuses what is neither JSON nor XML in and out (R4 http.html#mime-type). A body in XML is JSON by now.</summary>
    public static Refusal? Formats(this HttpRequest request, bool hasBody)
    {
        if (hasBody && !(IsJson(request.ContentType) && MediaTypes.IsRead(request.ContentType)))
            return new Refusal(RefusalKind.UnsupportedMediaType,
                "The body has to be application/fhir+json or application/fhir+xml, of FHIR 4.0, in UTF-8.", null, "not-supported");
        if (XmlAnswer.IsAsked(request))
            return null;
        var format = MediaTypes.AskedFormat(request);
        if (format.Length > 0)
            return format == "json" || IsJson(format) ? null : NotAcceptable;
        var types = MediaTypes.Accepted(request);
        return types.Count == 0 || types.Any(type =>
            MediaTypes.IsGiven(type) && (MediaTypes.TakesJson(type) || type.MediaType == "text/html"))
            ? null
            : NotAcceptable;
    }

    /// <summary>The <c>return</c> preference (R4 http.html#ops): minimal, representation or OperationOutcome.</summary>
    /// <param name="whereNone">Where the caller has none.</param>
    public static string ReturnPreference(this HttpRequest request, string whereNone = "representation") =>
        request.Preference("return")?.ToLowerInvariant() is ("minimal" or "representation" or "operationoutcome") and var known ? known
            : whereNone;

    /// <summary>The value of a preference (RFC 7240); empty where it has none, null where it is not asked for.</summary>
    public static string? Preference(this HttpRequest request, string name)
    {
        foreach (var preference in request.Headers["Prefer"].ToString().Split([',', ';'], StringSplitOptions.TrimEntries))
        {
            var equals = preference.IndexOf('=', StringComparison.Ordinal);
            if (string.Equals(equals < 0 ? preference : preference[..equals].TrimEnd(), name, StringComparison.OrdinalIgnoreCase))
                return equals < 0 ? "" : preference[(equals + 1)..].Trim().Trim('"');
        }
        return null;
    }

    /// <summary>What <c>If-Match: W/"3"</c> asks for; null where it is not sent.</summary>
    public static Answer<VersionMatch?> IfMatch(this HttpRequest request)
    {
        // An empty one asks for something, only not for what: it must not pass for none.
        if (request.Headers.IfMatch is not { Count: > 0 } sent)
            return (VersionMatch?)null;
        return ETags.Match(sent.ToString()) is { } match
            ? match
            : new Refusal(
                RefusalKind.Invalid, "If-Match is * or ETags of versions, such as W/\"3\".", "http.If-Match", "invalid");
    }

    /// <summary>Whether an update is to create only (<c>If-None-Match: *</c>, R4 http.html#concurrency); refused where
    /// it names versions.</summary>
    public static Answer<bool> IfNoneMatchAny(this HttpRequest request) => request.Headers.IfNoneMatch.ToString() switch
    {
        "" => false,
        "*" => true,
        _ => new Refusal(RefusalKind.Invalid, "Of an update If-None-Match can only be *.", null, "invalid"),
    };

    internal static Refusal NotAcceptable => new(
        RefusalKind.NotAcceptable, "This server answers in application/fhir+json and application/fhir+xml, of FHIR 4.0.", null,
        "not-supported");

    internal static bool IsJson(string? type)
    {
        var name = type?.Split(';')[0].Trim();
        return name is "application/fhir+json" or "application/json" or "text/json" or "application/json+fhir";
    }
}

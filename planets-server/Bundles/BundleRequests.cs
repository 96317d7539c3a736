using System.Diagnostics.CodeAnalysis;
using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Platform;

namespace Phr.Planets.Bundles;

/// <summary>What one entry of a batch or transaction asks for.</summary>
/// <param name="Index">Place in the Bundle, from 0.</param>
/// <param name="Method">POST, PUT, DELETE or GET.</param>
/// <param name="Url">Relative to the FHIR base.</param>
public sealed record EntryRequest(
    int Index, string Method, string Type, string? Id, string Query, Element Resource, string? FullUrl, int? IfMatch, SearchRequest? IfNoneExist)
{
    public string Place => $"Bundle.entry[{Index}]";
}

/// <summary>Reads the requests of a Bundle's entries. R4 bundle.html#3.6.2, http.html#transaction.</summary>
public static class BundleRequests
{
    private static readonly int Request = R4.NameId("request");

    public static Answer<EntryRequest> Read(Element entry, int index, CriterionParser parser)
    {
        var place = $"Bundle.entry[{index}]";
        var request = entry.Child(Request);
        var resource = entry.Child("resource");
        if (!request.Exists)
            return Invalid("The entry has no request.", $"{place}.request");
        var method = request.Child("method").Text ?? "";
        var url = parser.Local(request.Child("url").Text ?? "").TrimStart('/');
        var question = url.IndexOf('?', StringComparison.Ordinal);
        var path = (question < 0 ? url : url[..question]).Split('/');
        var query = question < 0 ? "" : url[(question + 1)..];
        if (ResourceTypes.Find(path[0]) is null || path.Length > 2)
            return Invalid("The entry's request is not for a resource type or a resource.", $"{place}.request.url");
        var id = path.ElementAtOrDefault(1);
        if (Shape(method, id, resource.Exists) is { } wrong)
            return Invalid(wrong, place);
        if (resource.Exists && resource.Type?.Name != path[0])
            return Invalid("The entry's resource is not of the type that its request names.", $"{place}.resource");
        if (method == "PUT" && resource.Child("id").Text != id)
            return Invalid("The entry's resource does not have the id that its request names.", $"{place}.resource.id");
        var ifMatch = request.Child("ifMatch").Text is { } tag ? Http.ETags.Version(tag) : null;
        if (ifMatch is null && request.Child("ifMatch").Exists)
            return Invalid("ifMatch is not the weak ETag of a version.", $"{place}.request.ifMatch");
        var condition = Condition(request, path[0], parser);
        if (condition.IsRefused(out var refusal))
            return refusal with { Place = $"{place}.request.ifNoneExist" };
        return new EntryRequest(index, method, path[0], id, query, resource, entry.Child("fullUrl").Text, ifMatch, condition.Value);
    }

    private static string? Shape(string method, string? id, bool hasResource) => method switch
    {
        "POST" when id is not null => "A POST names no id.",
        "POST" or "PUT" when !hasResource => "The entry has no resource.",
        "PUT" when id is null => "Conditional updates are not supported; a PUT names an id.",
        "DELETE" when id is null => "Conditional deletes are not supported; a DELETE names an id.",
        "POST" or "PUT" or "DELETE" or "GET" => null,
        _ => "The method of the entry's request is none of POST, PUT, DELETE, GET.",
    };

    private static Answer<SearchRequest?> Condition(Element request, string type, CriterionParser parser)
    {
        if (request.Child("ifNoneExist").Text is not { Length: > 0 } text)
            return (SearchRequest?)null;
        var search = SearchQuery.Parse(type, text, parser);
        return search.IsRefused(out var refusal) ? refusal : search.Value;
    }

    private static Refusal Invalid(string reason, string place) => new(RefusalKind.Invalid, reason, place, "invalid");
}

using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Planets.Record;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Bundles;

/// <summary>Reads the requests of a Bundle's entries. R4 bundle.html#3.6.2, http.html#transaction.</summary>
internal sealed class BundleRequests(Caller caller, CriterionParser parser)
{
    private static readonly int Request = R4.NameId("request");

    public Answer<EntryRequest> Read(Element entry, int index)
    {
        var place = $"Bundle.entry[{index}]";
        var request = entry.Child(Request);
        if (!request.Exists)
            return Invalid("The entry has no request.", $"{place}.request");
        var method = request.Child("method").Text ?? "";
        var url = parser.Local(request.Child("url").Text ?? "").TrimStart('/');
        var read = new EntryRequest(index, method, url)
        {
            Resource = entry.Child("resource"), FullUrl = entry.Child("fullUrl").Text,
            IfNoneMatch = request.Child("ifNoneMatch").Text, IfModifiedSince = request.Child("ifModifiedSince").Text,
        };
        return read switch
        {
            { IsRead: true } => read,
            { Operation: "_search" } => Search(read),
            { Operation: not null } => read,
            _ => Write(read, request),
        };
    }

    private static Answer<EntryRequest> Search(EntryRequest entry)
    {
        if (entry.Resource is { Exists: true, Type.Name: not "Parameters" })
            return Invalid("A search by POST has its parameters in its address, or as Parameters.", $"{entry.Place}.resource");
        var form = SearchForm.Of(entry.Resource);
        return form.IsRefused(out var refusal) ? refusal : entry with { Form = form.Value };
    }

    private Answer<EntryRequest> Write(EntryRequest entry, Element request)
    {
        var question = entry.Url.IndexOf('?', StringComparison.Ordinal);
        var path = (question < 0 ? entry.Url : entry.Url[..question]).Split('/');
        if (ResourceTypes.Find(path[0]) is null || path.Length > 2)
            return Invalid("The entry's request is not for a resource type or a resource.", $"{entry.Place}.request.url");
        entry = entry with { Type = path[0], Id = path.ElementAtOrDefault(1) };
        var query = question < 0 ? "" : entry.Url[(question + 1)..];
        if (Shape(entry, query) is { } wrong)
            return Invalid(wrong, entry.Place);
        if (entry.Method is "POST" or "PUT" && entry.Resource.Type?.Name != entry.Type)
            return Invalid("The entry's resource is not of the type that its request names.", $"{entry.Place}.resource");
        if (entry.Method == "PUT" && entry.Id is { } id && entry.Resource.Child("id").Text != id)
            return Invalid("The entry's resource does not have the id that its request names.", $"{entry.Place}.resource.id");
        var ifMatch = request.Child("ifMatch").Text is { } tag ? Http.ETags.Match(tag) : null;
        if (ifMatch is null && request.Child("ifMatch").Exists)
            return Invalid("ifMatch is * or ETags of versions, such as W/\"3\".", $"{entry.Place}.request.ifMatch");
        if (entry is { Method: "PUT", IfNoneMatch: not (null or "*") })
            return Invalid("Of an update ifNoneMatch can only be *.", $"{entry.Place}.request.ifNoneMatch");
        return Condition(entry with { IfMatch = ifMatch }, request, query);
    }

    private static string? Shape(EntryRequest entry, string query) => entry.Method switch
    {
        "POST" when entry.Id is not null => "A POST names no id.",
        "POST" or "PUT" or "PATCH" when !entry.Resource.Exists => "The entry has no resource.",
        "PUT" or "PATCH" or "DELETE" when entry.Id is null && query.Length == 0 => $"A {entry.Method} names an id or criteria.",
        "POST" or "PUT" or "PATCH" or "DELETE" => null,
        _ => "The method of the entry's request is none of POST, PUT, PATCH, DELETE, GET, HEAD.",
    };

    private Answer<EntryRequest> Condition(EntryRequest entry, Element request, string query)
    {
        var text = entry.Method == "POST" ? request.Child("ifNoneExist").Text : entry.Id is null ? query : null;
        if (string.IsNullOrEmpty(text))
            return entry;
        var place = entry.Method == "POST" ? $"{entry.Place}.request.ifNoneExist" : $"{entry.Place}.request.url";
        if (entry.Method == "DELETE")
        {
            var delete = Delete.Where(entry.Type, text, caller, parser);
            return delete.IsRefused(out var refused)
                ? refused with { Place = place }
                : entry with { Condition = delete.Value.Condition, CountMax = delete.Value.CountMax };
        }
        var condition = WriteCondition.Read(entry.Type, text, caller, parser);
        return condition.IsRefused(out var refusal) ? refusal with { Place = place } : entry with { Condition = condition.Value };
    }

    private static Refusal Invalid(string reason, string place) => new(RefusalKind.Invalid, reason, place, "invalid");
}

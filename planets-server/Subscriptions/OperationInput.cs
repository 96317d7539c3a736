using Microsoft.AspNetCore.Http;
using Phr.Fhir;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Platform;

namespace Phr.Planets.Subscriptions;

/// <summary>
/// Input of an operation as names and texts: from the query of a GET, from the query and a Parameters body of a POST
/// (R4 operations.html).
/// </summary>
internal static class OperationInput
{
    public static async Task<Answer<IReadOnlyList<KeyValuePair<string,
        string>>>> Read(HttpContext http, CancellationToken ct)
    {
        var given = new List<KeyValuePair<string, string>>(SearchQuery.Pairs(http.Request.QueryString.Value ?? ""));
        if (http.Request.Method == HttpMethods.Get || http.Request.ContentLength is 0)
            return given;
        var bytes = await http.Request.Body(ct);
        if (bytes.IsEmpty)
            return given;
        var parsed = FhirDocument.Parse(bytes);
        using var document = parsed.Document;
        if (!parsed.IsValid || document!.Root.Type!.Name != "Parameters")
            return new Refusal(RefusalKind.Invalid, "The body is no valid Parameters.", null, "invalid");
        foreach (var parameter in document.Root.Children("parameter"))
            given.Add(new(parameter.Child("name").Text ?? "", parameter.Child("value").Text ?? ""));
        return given;
    }
}

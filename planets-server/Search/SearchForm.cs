using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Phr.Fhir;
using Phr.Planets.Http;
using Phr.Platform;

namespace Phr.Planets.Search;

/// <summary>What a search by POST sends: <c>POST …/_search</c>. R4 http.html#search.</summary>
public static class SearchForm
{
    public const string ContentType = "application/x-www-form-urlencoded";

    /// <summary>Bytes of the body.</summary>
    public const int BytesMax = 64 << 10;

    /// <summary>The parameters of the address, and then those of the form.</summary>
    public static async Task<Answer<IReadOnlyList<KeyValuePair<string, string>>>> Read(HttpRequest request, CancellationToken ct)
    {
        if (await request.Body(BytesMax, ct) is not { } body)
            return new Refusal(RefusalKind.TooLarge, $"A search form has at most {BytesMax} bytes.");
        if (!body.IsEmpty && !request.HasFormContentType)
            return new Refusal(RefusalKind.UnsupportedMediaType, $"A search form is {ContentType}.", null, "not-supported");
        return (List<KeyValuePair<string, string>>)
            [.. SearchQuery.Pairs(request.QueryString.Value ?? ""), .. SearchQuery.Pairs(Encoding.UTF8.GetString(body.Span))];
    }

    /// <summary>The form of a search that is an entry: a Bundle has no place for it but Parameters, one for each search parameter, as
    /// clients send it.</summary>
    /// <param name="parameters">A Parameters resource, or nothing.</param>
    public static Answer<byte[]> Of(Element parameters)
    {
        var form = new StringBuilder();
        foreach (var parameter in parameters.Children("parameter"))
        {
            if (parameter.Child("value").Text is not { } value)
                return new Refusal(RefusalKind.Invalid, "A parameter of a search has a primitive value.", parameter.Path(), "invalid");
            form.Append(form.Length > 0 ? "&" : "")
                .Append(WebUtility.UrlEncode(parameter.Child("name").Text)).Append('=').Append(WebUtility.UrlEncode(value));
        }
        return Encoding.UTF8.GetBytes(form.ToString());
    }
}

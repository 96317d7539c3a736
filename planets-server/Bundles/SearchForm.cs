using System.Net;
using System.Text;
using Phr.Fhir;
using Phr.Platform;

namespace Phr.Planets.Bundles;

/// <summary>The form of a search by POST that is an entry: a Bundle has no place for it but Parameters, one for each search parameter, as
/// clients send it.</summary>
internal static class SearchForm
{
    public const string ContentType = "application/x-www-form-urlencoded";

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

using System.Globalization;
using System.Text.Json;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Views;

/// <summary>The value of a constant, as FHIRPath meets it.</summary>
internal static class ViewConstant
{
    /// <param name="name">Such as <c>valueDate</c>.</param>
    /// <returns>Null where there is no such primitive type, or it has no such value.</returns>
    public static Collection? Read(string name, JsonElement value)
    {
        var type = name["value".Length..];
        // R4 has no such type; its JSON is a string, so that no digit is lost.
        if (type == "Integer64")
        {
            var digits = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
            return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? Collection.Of(Value.Of((decimal)number))
                : null;
        }
        if (type.Length == 0 || R4.Type(char.ToLowerInvariant(type[0]) + type[1..]) is not { IsPrimitive: true })
            return null;
        // An element of its type means what the same element of a resource does. Its document is as long-lived as the view.
        var holder = $$"""{"resourceType":"Basic","extension":[{"url":"urn:constant","{{name}}":{{value.GetRawText()}}}]}""";
        var parsed = FhirDocument.Parse(System.Text.Encoding.UTF8.GetBytes(holder));
        if (parsed.Document is null || parsed.Issues.Any(issue => issue.Expression.Contains("extension", StringComparison.Ordinal)))
            return null;
        var element = parsed.Document.Root.Child("extension").Child("value");
        return element.HasValue ? Collection.Of(element) : null;
    }
}

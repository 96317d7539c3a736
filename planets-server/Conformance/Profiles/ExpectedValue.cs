using System.Text;
using Phr.Fhir;
using Phr.Fhir.Definitions;

namespace Phr.Conformance.Profiles;

/// <summary>A value that a profile fixes or gives as a pattern: <c>fixed[x]</c>, <c>pattern[x]</c> of an ElementDefinition.</summary>
internal sealed class ExpectedValue
{
    private readonly byte[] _primitive;
    private readonly Element _complex;

    private ExpectedValue(FhirType? type, byte[] primitive, Element complex) => (Type, _primitive, _complex) = (type, primitive, complex);

    public FhirType? Type { get; }

    /// <summary>Of a primitive its text.</summary>
    public string? Text => _complex.Exists ? null : Encoding.UTF8.GetString(_primitive);

    /// <summary>A copy that outlives the document of <paramref name="element"/>.</summary>
    public static ExpectedValue Of(Element element) => element.HasValue
        ? new(element.Type, element.Utf8.ToArray(), default)
        : new(element.Type, [], FhirDocument.ParseLenient(element.RawJson.ToArray(), element.Type).Document?.Root ?? default);

    /// <summary>Whether an element is exactly this: no more, no less, in this order.</summary>
    public bool IsEqual(Element actual) =>
        _complex.Exists ? Equal(actual, _complex) : actual.HasValue && actual.Utf8.SequenceEqual(_primitive);

    /// <summary>Whether an element has at least this: of a list some item for each (R4 elementdefinition.html#pattern).</summary>
    public bool IsMatched(Element actual) =>
        _complex.Exists ? Matches(actual, _complex) : actual.HasValue && actual.Utf8.SequenceEqual(_primitive);

    private static bool Equal(Element actual, Element expected)
    {
        if (expected.HasValue || actual.HasValue)
            return expected.HasValue && actual.HasValue && actual.Utf8.SequenceEqual(expected.Utf8);
        if (actual.Children().Count() != expected.Children().Count())
            return false;
        foreach (var part in expected.Children())
            if (!HasAtSamePlace(actual, part))
                return false;
        return true;
    }

    // Properties of a JSON object have no order, items of a list have.
    private static bool HasAtSamePlace(Element actual, Element part)
    {
        var place = 0;
        foreach (var sibling in part.Parent.Children(part.Name))
        {
            if (sibling == part)
                break;
            place++;
        }
        foreach (var candidate in actual.Children(part.Name))
            if (place-- == 0)
                return Equal(candidate, part);
        return false;
    }

    private static bool Matches(Element actual, Element expected)
    {
        if (expected.HasValue)
            return actual.HasValue && actual.Utf8.SequenceEqual(expected.Utf8);
        foreach (var part in expected.Children())
        {
            var isFound = false;
            foreach (var candidate in actual.Children(part.Name))
                isFound |= Matches(candidate, part);
            if (!isFound)
                return false;
        }
        return true;
    }
}

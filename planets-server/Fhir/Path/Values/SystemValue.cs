using System.Globalization;
using System.Text;
using Phr.Fhir.Definitions;
using Phr.Fhir.Units;

namespace Phr.Fhir.Path.Values;

/// <summary>What a FHIR element is as a System value (R4 fhirpath.html, "Using FHIR types in expressions").</summary>
internal static class SystemValue
{
    private static readonly FhirType QuantityType = R4.Require("Quantity");
    private static readonly int ValueName = R4.NameId("value");
    private static readonly int UnitName = R4.NameId("unit");
    private static readonly int CodeName = R4.NameId("code");
    private static readonly int SystemName = R4.NameId("system");
    private static readonly int ComparatorName = R4.NameId("comparator");

    /// <summary>The System value of a primitive or Quantity with a value; any other value as it is.</summary>
    public static Value Of(Value value) => value is Value.Node node ? Of(node.Element) ?? value : value;

    /// <summary>Whether an element is a String: a JSON string of no type with another meaning.</summary>
    public static bool IsText(Element element) => element.Kind == JsonKind.String && element.Type?.Primitive is not
        (PrimitiveKind.Date or PrimitiveKind.DateTime or PrimitiveKind.Instant or PrimitiveKind.Time or PrimitiveKind.Decimal);

    public static bool IsQuantity(Element element) => element.Type is { } type && type.Is(QuantityType);

    private static Value? Of(Element element)
    {
        if (IsQuantity(element))
            return Quantity(element);
        return element.HasValue ? Primitive(element) : null;
    }

    // A value that does not have the format of its type, as a lenient reading lets pass, counts as what stands in the JSON.
    private static Value? Primitive(Element element) => element.Type?.Primitive switch
    {
        PrimitiveKind.Date => DateOrTime(element, TemporalKind.Date),
        PrimitiveKind.DateTime or PrimitiveKind.Instant => DateOrTime(element, TemporalKind.DateTime),
        PrimitiveKind.Time => DateOrTime(element, TemporalKind.Time),
        PrimitiveKind.Decimal => Decimal(element),
        _ => Json(element),
    };

    private static Value? Json(Element element) => element.Kind switch
    {
        JsonKind.True => Value.Boolean.True,
        JsonKind.False => Value.Boolean.False,
        JsonKind.String => Value.Of(element.Text!),
        JsonKind.Number when int.TryParse(element.Utf8, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) =>
            Value.Of(integer),
        JsonKind.Number => Decimal(element),
        _ => null,
    };

    private static Value? Decimal(Element element) =>
        element.Decimal is { } number ? Value.Of(number) : element.Kind == JsonKind.String ? Value.Of(element.Text!) : null;

    private static Value DateOrTime(Element element, TemporalKind kind)
    {
        Span<char> characters = stackalloc char[64];
        return element.Utf8.Length <= characters.Length
            && TemporalText.TryRead(characters[..Encoding.UTF8.GetChars(element.Utf8, characters)], kind, out var value)
            ? Value.Of(value)
            : Value.Of(element.Text!);
    }

    // With a comparator a Quantity is no single amount, and it has no amount without a value.
    private static Value.Quantity? Quantity(Element element)
    {
        if (element.Child(ValueName).Decimal is not { } number || element.Child(ComparatorName).Exists)
            return null;
        var code = element.Child(CodeName);
        if (!code.Exists || element.Child(SystemName).Text != Ucum.SystemUrl)
            return new(number, code.Text ?? element.Child(UnitName).Text ?? "1");
        // UCUM's year and month are taken for those of the calendar (R4 fhirpath.html#quantity).
        return new(number, code.Text switch { "a" => "year", "mo" => "month", var unit => unit ?? "1" });
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Phr.Fhir.Path.Evaluation;
using Phr.Fhir.Path.Values;
using Phr.Fhir.Units;

namespace Phr.Fhir.Path.Functions;

/// <summary>Conversions between System types, each with its question whether it is possible (FHIRPath §5.5).</summary>
internal static partial class ConversionFunctions
{
    private delegate Value? Conversion(Value value);

    public static IReadOnlyList<Function> All { get; } =
    [
        .. Pair("Boolean", ToBoolean),
        .. Pair("Integer", ToInteger),
        .. Pair("Decimal", ToDecimal),
        .. Pair("String", value => value is Value.Node or Value.TypeInfo ? null : Value.Of(value.ToString()!)),
        .. Pair("Date", ToDate),
        .. Pair("DateTime", ToDateTime),
        .. Pair("Time", ToTime),
        new("toQuantity", 0, 1, (in Call call) => Collection.Of(ToQuantity(call))),
        new("convertsToQuantity", 0, 1, (in Call call) =>
            call.Input.IsEmpty ? default : Collection.Of(ToQuantity(call) is not null)),
    ];

    private static Function[] Pair(string type, Conversion convert) =>
    [
        new("to" + type, 0, 0, (in Call call) => Collection.Of(call.Single() is { } value ? convert(value) : null)),
        new("convertsTo" + type, 0, 0, (in Call call) =>
            call.Single() is { } value ? Collection.Of(convert(value) is not null) : default),
    ];

    private static Value.Boolean? ToBoolean(Value value) => value switch
    {
        Value.Boolean boolean => boolean,
        Value.String text => text.Text.ToLowerInvariant() switch
        {
            "true" or "t" or "yes" or "y" or "1" or "1.0" => Value.Boolean.True,
            "false" or "f" or "no" or "n" or "0" or "0.0" => Value.Boolean.False,
            _ => null,
        },
        _ => Numbers.Of(value) switch { 1 => Value.Boolean.True, 0 => Value.Boolean.False, _ => null },
    };

    private static Value.Integer? ToInteger(Value value) => value switch
    {
        Value.Integer integer => integer,
        Value.Boolean boolean => Value.Of(boolean.IsTrue ? 1 : 0),
        Value.String text when int.TryParse(
            text.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => Value.Of(number),
        _ => null,
    };

    private static Value.Decimal? ToDecimal(Value value) => value switch
    {
        Value.Decimal number => number,
        Value.Integer integer => Value.Of((decimal)integer.Number),
        Value.Boolean boolean => Value.Of(boolean.IsTrue ? 1.0m : 0.0m),
        Value.String text when DecimalFormat().IsMatch(text.Text)
            && decimal.TryParse(text.Text, NumberFormat, CultureInfo.InvariantCulture, out var number) => Value.Of(number),
        _ => null,
    };

    private static Value.DateOrTime? ToDate(Value value) => value switch
    {
        Value.DateOrTime { Temporal: { Kind: not TemporalKind.Time } temporal } => Value.Of(temporal.AsDate()),
        Value.String text when TemporalText.TryRead(text.Text, TemporalKind.DateTime, out var temporal) => Value.Of(temporal.AsDate()),
        _ => null,
    };

    private static Value.DateOrTime? ToDateTime(Value value) => value switch
    {
        Value.DateOrTime { Temporal: { Kind: not TemporalKind.Time } temporal } => Value.Of(temporal.AsDateTime()),
        Value.String text when TemporalText.TryRead(text.Text, TemporalKind.DateTime, out var temporal) => Value.Of(temporal),
        _ => null,
    };

    private static Value.DateOrTime? ToTime(Value value) => value switch
    {
        Value.DateOrTime { Temporal.Kind: TemporalKind.Time } time => time,
        Value.String text when TemporalText.TryRead(text.Text.AsSpan().TrimStart('T'), TemporalKind.Time, out var time) => Value.Of(time),
        _ => null,
    };

    private static Value.Quantity? ToQuantity(in Call call)
    {
        var quantity = call.Single() switch
        {
            Value.Quantity amount => amount,
            Value.Boolean boolean => new(boolean.IsTrue ? 1.0m : 0.0m, "1"),
            Value.String text => ReadQuantity(text.Text),
            { } value when Numbers.Of(value) is { } number => new(number, "1"),
            _ => null,
        };
        if (quantity is null || call.Arguments.Length == 0)
            return quantity;
        return call.TextArgument(0) is { } unit && Quantities.Convert(quantity, unit, isLoose: false) is { } converted
            ? new(converted, unit)
            : null;
    }

    private static Value.Quantity? ReadQuantity(string text)
    {
        var match = QuantityFormat().Match(text);
        if (!match.Success || !decimal.TryParse(match.Groups["value"].ValueSpan, NumberFormat, CultureInfo.InvariantCulture,
            out var number))
            return null;
        var (unit, keyword) = (match.Groups["unit"], match.Groups["time"]);
        if (unit.Success)
            return Ucum.TryParse(unit.Value, out _) ? new(number, unit.Value) : null;
        if (keyword.Success)
            return CalendarDuration.FromKeyword(keyword.Value) is null ? null : new(number, keyword.Value);
        return new(number, "1");
    }

    private const NumberStyles NumberFormat = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    [GeneratedRegex(@"^[+-]?[0-9]+(\.[0-9]+)?\z")]
    private static partial Regex DecimalFormat();

    [GeneratedRegex(@"^(?<value>[+-]?[0-9]+(\.[0-9]+)?)\s*('(?<unit>[^']+)'|(?<time>[a-zA-Z]+))?\z")]
    private static partial Regex QuantityFormat();
}

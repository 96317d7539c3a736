using System.Globalization;
using System.Text.Json.Nodes;

namespace Phr.Tests.Search.Scan;

/// <summary>Whether one element matches one value of a criterion. R4 search.html, kind by kind.</summary>
internal static class ScanMatch
{
    private static readonly string[] Prefixes = ["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"];

    public static bool Holds(ScanParameter parameter, string modifier, JsonNode element, string value) => parameter.Kind switch
    {
        ScanKind.Token => Token(parameter, modifier, element, value),
        ScanKind.Text => Text(modifier, element.GetValue<string>(), value),
        ScanKind.Date => ScanValue.Span(element) is { } span && Date(span, value),
        ScanKind.Number => Number(Point(element.ToJsonString()), value),
        ScanKind.Quantity => Quantity(element, value),
        ScanKind.Composite => parameter.Parts.Zip(value.Split('$')).All(part =>
            part.First.In(element).Any(value => Holds(part.First, "", value, part.Second))),
        ScanKind.Near => Near(element, value.Split('|')),
        ScanKind.Reference => Reference(modifier, element, value),
        _ => Uri(modifier, element.GetValue<string>(), value),
    };

    private static bool Token(ScanParameter parameter, string modifier, JsonNode element, string value)
    {
        if (modifier == "text")
            return Texts(element).Any(text => Text("", text, value));
        if (modifier == "of-type")
            return OfType(element, value.Split('|'));
        var bar = value.IndexOf('|');
        return ScanValue.Tokens(element, parameter.System).Any(token => bar switch
        {
            < 0 => token.Code == value,
            _ when value.Length == bar + 1 => token.System == value[..bar],
            _ => token.System == value[..bar] && token.Code == value[(bar + 1)..],
        });
    }

    public static IEnumerable<string> Texts(JsonNode element) => new[] { "text", "coding.display", "display", "type.text" }
        .SelectMany(path => ScanValue.At(element, path)).Select(text => text.GetValue<string>());

    private static bool OfType(JsonNode element, string[] parts) =>
        element["value"]?.GetValue<string>() == parts[2] && element["type"] is { } type
        && ScanValue.Tokens(type, "").Any(token => token == (parts[0], parts[1]));

    private static bool Text(string modifier, string text, string value) => modifier switch
    {
        "exact" => text == value,
        "contains" => ScanValue.Fold(text).Contains(ScanValue.Fold(value), StringComparison.Ordinal),
        _ => ScanValue.Fold(text).StartsWith(ScanValue.Fold(value), StringComparison.Ordinal),
    };

    private static bool Uri(string modifier, string uri, string value) => modifier switch
    {
        "below" => uri.StartsWith(value, StringComparison.Ordinal),
        "above" => value.StartsWith(uri, StringComparison.Ordinal),
        _ => uri == value,
    };

    private static bool Reference(string modifier, JsonNode element, string value)
    {
        var reference = element["reference"]!.GetValue<string>();
        return modifier.Length > 0 ? reference == $"{modifier}/{value}"
            : value.Contains('/') ? reference == value : reference[(reference.IndexOf('/') + 1)..] == value;
    }

    // The angle between two directions, by the law of cosines.
    private static bool Near(JsonNode position, string[] asked)
    {
        var (lat, lon) = (Radians($"{position["latitude"]}"), Radians($"{position["longitude"]}"));
        var (toLat, toLon) = (Radians(asked[0]), Radians(asked[1]));
        var angle = Math.Acos(Math.Min(1, Math.Sin(lat) * Math.Sin(toLat) + Math.Cos(lat) * Math.Cos(toLat) * Math.Cos(lon - toLon)));
        var kilometres = asked.Length < 3 ? 10
            : double.Parse(asked[2], CultureInfo.InvariantCulture) / (asked.Length > 3 && asked[3] == "m" ? 1000 : 1);
        return angle * 6371.0088 <= kilometres;
    }

    private static double Radians(string degrees) => double.Parse(degrees, CultureInfo.InvariantCulture) * Math.PI / 180;

    private static bool Date((DateTime Lo, DateTime Hi) row, string value)
    {
        var (prefix, text) = Split(value);
        var (lo, hi) = ScanValue.Span(text);
        var isInside = row.Lo >= lo && row.Hi <= hi;
        return prefix switch
        {
            "eq" => isInside,
            "ne" => !isInside,
            "gt" => row.Hi > hi,
            "lt" => row.Lo < lo,
            "ge" => row.Hi > hi || isInside,
            "le" => row.Lo < lo || isInside,
            "sa" => row.Lo >= hi,
            "eb" => row.Hi <= lo,
            _ => Overlaps(row, Around(lo, hi)),
        };
    }

    private static bool Overlaps((DateTime Lo, DateTime Hi) row, (DateTime Lo, DateTime Hi) asked) => row.Lo < asked.Hi
        && row.Hi > asked.Lo;

    // A tenth of the time between it and now, to either side.
    private static (DateTime, DateTime) Around(DateTime lo, DateTime hi)
    {
        var margin = (DateTime.UtcNow - (lo + ((hi - lo) / 2))).Duration() / 10;
        return (lo - margin, hi + margin);
    }

    private static (double Lo, double Hi) Point(string number)
    {
        var value = double.Parse(number, CultureInfo.InvariantCulture);
        return (value, value);
    }

    private static bool Number((double Lo, double Hi) row, string value, double factor = 1)
    {
        var (prefix, text) = Split(value);
        var number = double.Parse(text, CultureInfo.InvariantCulture) * factor;
        var (lo, hi) = ScanValue.Digits(text);
        var isInside = row.Lo >= lo * factor && row.Hi < hi * factor;
        var tenth = Math.Abs(number) / 10;
        return prefix switch
        {
            "eq" => isInside,
            "ne" => !isInside,
            "gt" => row.Hi > number,
            "lt" => row.Lo < number,
            "ge" => row.Hi >= number,
            "le" => row.Lo <= number,
            "sa" => row.Lo > number,
            "eb" => row.Hi < number,
            _ => row.Hi >= number - tenth && row.Lo <= number + tenth,
        };
    }

    private static bool Quantity(JsonNode element, string value)
    {
        var row = Point(element["value"]!.ToJsonString());
        var (unit, code, system) = (element["unit"]?.GetValue<string>(), element["code"]?.GetValue<string>(),
            element["system"]?.GetValue<string>() ?? "");
        row = element["comparator"]?.GetValue<string>() switch
        {
            "<" => (double.NegativeInfinity, Math.BitDecrement(row.Lo)),
            "<=" => (double.NegativeInfinity, row.Lo),
            ">" => (Math.BitIncrement(row.Lo), double.PositiveInfinity),
            ">=" => (row.Lo, double.PositiveInfinity),
            _ => row,
        };
        var parts = value.Split('|');
        if (parts.Length == 1)
            return Number(row, value);
        if (parts[1].Length == 0)
            return (code == parts[2] || unit == parts[2]) && Number(row, parts[0]);
        if (parts[1] != system)
            return false;
        if (code == parts[2])
            return Number(row, parts[0]);
        // Of the UCUM units here only milligrams and grams are of one kind.
        return (code, parts[2]) switch
        {
            ("mg", "g") when system == ScanWorld.Ucum => Number(row, parts[0], 1000),
            ("g", "mg") when system == ScanWorld.Ucum => Number(row, parts[0], 0.001),
            _ => false,
        };
    }

    public static (string Prefix, string Text) Split(string value) =>
        value.Length > 2 && Prefixes.Contains(value[..2]) ? (value[..2], value[2..]) : ("eq", value);
}

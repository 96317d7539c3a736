using System.Globalization;
using System.Text.Json;
using Phr.Planets.Series.Views;

namespace Phr.Planets.People.Timeline;

/// <summary>The value of an Observation in words.</summary>
internal static class MeasuredWords
{
    /// <summary>Components that are shown; the entry itself has all.</summary>
    private const int ComponentsMax = 3;

    private const string Systolic = "8480-6";
    private const string Diastolic = "8462-4";

    // UCUM codes that are no way to write a unit for people.
    private static readonly Dictionary<string, Wording> Units = new()
    {
        ["mm[Hg]"] = Wording.Same("mmHg"), ["Cel"] = Wording.Same("°C"), ["/min"] = new("回/分", "/min"), ["{steps}"] = new("歩", "steps"),
        ["min"] = new("分", "min"), ["1"] = Wording.Same(""), ["kg/m2"] = Wording.Same("kg/m²"), ["[degF]"] = Wording.Same("°F"),
        ["h"] = new("時間", "h"), ["d"] = new("日", "d"), ["a"] = new("年", "years"),
    };

    /// <returns>Null where it has no value that a line can show.</returns>
    public static Wording? Of(JsonElement observation)
    {
        if (ValueOf(observation) is not { } value)
            return Panel(observation);
        return IsDaily(observation) && Range(observation) is { } range
            ? new Wording($"{value.Ja}（{range}）", $"{value.En} ({range})")
            : value;
    }

    private static bool IsDaily(JsonElement observation) =>
        observation.TryGetProperty("id", out var id) && DayId.IsDaily(id.GetString()!);

    private static Wording? ValueOf(JsonElement holder)
    {
        if (holder.TryGetProperty("valueQuantity", out var quantity))
            return Quantity(quantity);
        if (holder.TryGetProperty("valueCodeableConcept", out var concept))
            return ConceptWords.Of(concept);
        if (holder.TryGetProperty("valueBoolean", out var truth))
            return truth.GetBoolean() ? new("はい", "Yes") : new("いいえ", "No");
        foreach (var name in (ReadOnlySpan<string>)["valueString", "valueInteger", "valueDateTime", "valueTime"])
        {
            if (holder.TryGetProperty(name, out var plain))
                return Wording.Same(plain.ToString());
        }
        return null;
    }

    private static Wording? Quantity(JsonElement quantity)
    {
        if (NumberOf(quantity) is not { } number)
            return null;
        var unit = UnitOf(quantity);
        var comparator = quantity.TryGetProperty("comparator", out var sign) ? sign.GetString() + " " : "";
        return new Wording($"{comparator}{number} {unit.Ja}".TrimEnd(), $"{comparator}{number} {unit.En}".TrimEnd());
    }

    private static Wording UnitOf(JsonElement quantity)
    {
        var code = quantity.TryGetProperty("code", out var coded) ? coded.GetString() : null;
        var unit = quantity.TryGetProperty("unit", out var shown) ? shown.GetString() : null;
        return Units.GetValueOrDefault(code ?? unit ?? "") ?? Wording.Same(unit ?? code ?? "");
    }

    // As it was sent, with its digits; figures that were worked out have more than anyone reads.
    private static string? NumberOf(JsonElement quantity)
    {
        if (!quantity.TryGetProperty("value", out var value) || value.ValueKind != JsonValueKind.Number)
            return null;
        var text = value.GetRawText();
        return text.Length - text.IndexOf('.', StringComparison.Ordinal) > 4 && value.TryGetDecimal(out var number) && text.Contains('.', StringComparison.Ordinal)
            ? number.ToString("0.##", CultureInfo.InvariantCulture)
            : text;
    }

    private static Wording? Panel(JsonElement observation)
    {
        var components = Components(observation).ToList();
        var systolic = components.Find(component => Has(component, Systolic));
        var diastolic = components.Find(component => Has(component, Diastolic));
        if (Part(systolic) is { } high && Part(diastolic) is { } low)
            return new Wording($"{high}/{low} mmHg", $"{high}/{low} mmHg");
        var parts = components.Take(ComponentsMax).Select(Named).OfType<Wording>().ToList();
        return parts.Count == 0
            ? null
            : new Wording(string.Join("、", parts.Select(part => part.Ja)), string.Join(", ", parts.Select(part => part.En)));
    }

    private static Wording? Named(JsonElement component) =>
        ConceptWords.Of(component, "code") is { } name && ValueOf(component) is { } value
            ? new Wording($"{name.Ja} {value.Ja}", $"{name.En} {value.En}")
            : null;

    // The least and the greatest of a day.
    private static string? Range(JsonElement daily)
    {
        var components = Components(daily).ToList();
        var least = Part(components.Find(component => Has(component, "minimum")));
        var greatest = Part(components.Find(component => Has(component, "maximum")));
        return least is null || greatest is null ? null : $"{least}–{greatest}";
    }

    private static string? Part(JsonElement component) =>
        component.ValueKind == JsonValueKind.Object && component.TryGetProperty("valueQuantity", out var quantity) ? NumberOf(quantity) : null;

    private static IEnumerable<JsonElement> Components(JsonElement observation) =>
        observation.TryGetProperty("component", out var components) ? components.EnumerateArray() : [];

    private static bool Has(JsonElement component, string code) =>
        component.TryGetProperty("code", out var concept) && ConceptWords.Codes(concept).Contains(code);
}

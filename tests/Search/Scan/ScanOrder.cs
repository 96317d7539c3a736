using System.Globalization;
using System.Text.Json.Nodes;

namespace Phr.Tests.Search.Scan;

/// <summary>A random <c>_sort</c>: of several values the least counts in ascending order and the greatest in descending; who has none
/// comes last; ties
/// stay in the order of writing.</summary>
internal sealed record ScanOrder(IReadOnlyList<(ScanParameter Parameter, bool Descending)> Keys)
{
    // Their column holds a stand-in where the resource does not say: nothing is promised of the order of those.
    private static readonly string[] Clinical = ["Observation.date", "Encounter.date", "Condition.onset-date"];

    public string Text => "&_sort=" + string.Join(',', Keys.Select(key => (key.Descending ? "-" : "") + key.Parameter.Code))
        + string.Concat(Keys.Where(key => IsClinical(key.Parameter)).Select(key => $"&{key.Parameter.Code}:missing=false"));

    public static ScanOrder Random(ScanWorld world, string type)
    {
        var sortable = ScanParameter.Of(type).Where(parameter => parameter.Kind is not (ScanKind.Composite or ScanKind.Near)).ToList();
        return new ScanOrder([.. Enumerable.Range(0, 1 + world.Next(3)).Select(_ => (world.Pick(sortable), world.Maybe(0.5)))]);
    }

    /// <summary>Whether the order says where it stands.</summary>
    public bool IsDefined(JsonObject resource) => Keys.All(key => !IsClinical(key.Parameter) || key.Parameter.In(resource).Any());

    public IEnumerable<JsonObject> Of(IEnumerable<JsonObject> resources)
    {
        var ordered = (Keys[^1].Descending ? resources.Reverse() : resources).OrderBy(_ => 0);
        foreach (var (parameter, descending) in Keys)
        {
            ordered = ordered.ThenBy(resource => Value(resource, parameter, descending) is null);
            ordered = descending
                ? ordered.ThenByDescending(resource => Value(resource, parameter, descending), Comparer<IComparable?>.Create(Compare))
                : ordered.ThenBy(resource => Value(resource, parameter, descending), Comparer<IComparable?>.Create(Compare));
        }
        return ordered;
    }

    private static bool IsClinical(ScanParameter parameter) => Clinical.Contains($"{parameter.Type}.{parameter.Code}");

    private static int Compare(IComparable? a, IComparable? b) => (a, b) switch
    {
        (string x, string y) => string.CompareOrdinal(x, y),
        (null, _) or (_, null) => 0,
        _ => a.CompareTo(b),
    };

    private static IComparable? Value(JsonObject resource, ScanParameter parameter, bool descending)
    {
        var values = parameter.In(resource).SelectMany(element => Values(parameter, element, descending))
            .Order(Comparer<IComparable?>.Create(Compare)).ToList();
        return values.Count == 0 ? null : descending ? values[^1] : values[0];
    }

    // To the base units of UCUM: g, m and s. 1 mm[Hg] is 133.322 Pa.
    private static double Scale(JsonNode quantity) => (quantity["system"]?.GetValue<string>(), quantity["code"]?.GetValue<string>()) switch
    {
        (ScanWorld.Ucum, "mg") => 0.001,
        (ScanWorld.Ucum, "mm[Hg]") => 133_322,
        _ => 1,
    };

    private static IEnumerable<IComparable?> Values(ScanParameter parameter, JsonNode element, bool descending) => parameter.Kind switch
    {
        ScanKind.Token => ScanValue.Tokens(element, parameter.System)
            .Select(token => (IComparable)(token.Code.Length > 0 ? token.Code : token.System)),
        ScanKind.Text => [ScanValue.Fold(element.GetValue<string>())],
        ScanKind.Date when ScanValue.Span(element) is { } span => [descending && !IsClinical(parameter) ? span.Hi : span.Lo],
        ScanKind.Number => [double.Parse(element.ToJsonString(), CultureInfo.InvariantCulture)],
        ScanKind.Quantity => [double.Parse(element["value"]!.ToJsonString(), CultureInfo.InvariantCulture) * Scale(element)],
        ScanKind.Reference => [element["reference"]!.GetValue<string>()],
        ScanKind.Uri => [element.GetValue<string>()],
        _ => [],
    };
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Phr.Tests.Search.Scan;

/// <summary>What R4 search.html says of values, read a second time and without the product: the oracle of the property test.</summary>
internal static class ScanValue
{
    private const string HalfWidth = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｰ";
    private const string Hiragana = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをんー";

    private static readonly TimeSpan Japan = TimeSpan.FromHours(9);

    /// <summary>Elements at a path such as <c>name.family</c>; alternatives are parted by bars.</summary>
    public static IEnumerable<JsonNode> At(JsonNode resource, string path) =>
        path.Split('|').SelectMany(one => one.Length == 0 ? [resource]
            : one.Split('.').Aggregate(Many(resource), (nodes, name) => nodes.SelectMany(node => Child(node, name))));

    public static IEnumerable<(string System, string Code)> Tokens(JsonNode element, string system)
    {
        if (element is not JsonObject group)
            yield return (system, element.GetValueKind() switch
            {
                System.Text.Json.JsonValueKind.True => "true",
                System.Text.Json.JsonValueKind.False => "false",
                _ => element.GetValue<string>(),
            });
        else if (group["coding"] is JsonArray codings)
            foreach (var coding in codings)
                yield return (Text(coding!["system"]), Text(coding["code"]));
        else if (group.ContainsKey("code") || !group.ContainsKey("value"))
            yield return (Text(group["system"]), Text(group["code"]));
        else
            yield return (Text(group["system"]), Text(group["value"]));
    }

    /// <summary>From, and up to but without, what a date, Period or Timing leaves open.</summary>
    public static (DateTime Lo, DateTime Hi)? Span(JsonNode element)
    {
        if (element is not JsonObject period)
            return Span(element.GetValue<string>());
        var start = period["start"] is { } from ? Span(from) : null;
        var end = period["end"] is { } to ? Span(to) : null;
        return start is null && end is null ? null : (start?.Lo ?? DateTime.MinValue, end?.Hi ?? DateTime.MaxValue);
    }

    public static (DateTime Lo, DateTime Hi) Span(string date)
    {
        string[] shapes = ["yyyy", "yyyy-MM", "yyyy-MM-dd"];
        if (date.Length <= 10)
        {
            var first = DateTime.ParseExact(date, shapes[(date.Length - 4) / 3], CultureInfo.InvariantCulture);
            var last = date.Length == 4 ? first.AddYears(1) : date.Length == 7 ? first.AddMonths(1) : first.AddDays(1);
            return (Utc(first), Utc(last));
        }
        var hasZone = date[^1] == 'Z' || date[^6] is '+' or '-';
        var local = hasZone ? date[..(date[^1] == 'Z' ? ^1 : ^6)] : date;
        var at = hasZone
            ? DateTimeOffset.Parse(date, CultureInfo.InvariantCulture).UtcDateTime
            : Utc(DateTime.Parse(date, CultureInfo.InvariantCulture));
        var width = local.Length switch { 16 => TimeSpan.TicksPerMinute, 19 => TimeSpan.TicksPerSecond, _ =>
            TimeSpan.TicksPerSecond / (long)Math.Pow(10, local.Length - 20) };
        return (at, at.AddTicks(width));
    }

    /// <summary>Without regard to width, case, accents and kind of kana, letter by letter for the letters of this world; no blanks between
    /// Japanese letters.</summary>
    public static string Fold(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in text)
            Append(plain, c);
        var words = plain.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Aggregate("", (all, word) => all.Length == 0 || IsJapanese(all[^1]) && IsJapanese(word[0]) ? all + word
            : $"{all} {word}");
    }

    private static void Append(StringBuilder plain, char c)
    {
        if (c is '\u3099' or 'ﾞ')
            plain[^1]++;
        else if (HalfWidth.IndexOf(c) is var at and >= 0)
            plain.Append(Hiragana[at]);
        else
            plain.Append(c switch
            {
                >= 'ァ' and <= 'ヶ' => (char)(c - 0x60),
                >= 'Ａ' and <= 'ｚ' => char.ToLowerInvariant((char)(c - 0xFEE0)),
                'ü' => 'u',
                'Å' => 'a',
                _ => char.ToLowerInvariant(c),
            });
    }

    /// <summary>Half a unit of the last digit to either side.</summary>
    public static (double Lo, double Hi) Digits(string number)
    {
        var value = decimal.Parse(number, CultureInfo.InvariantCulture);
        var places = number.Contains('.') ? number.Length - number.IndexOf('.') - 1 : 0;
        var half = 0.5m;
        for (var i = 0; i < places; i++)
            half /= 10;
        return ((double)(value - half), (double)(value + half));
    }

    private static DateTime Utc(DateTime local) => new DateTimeOffset(local, Japan).UtcDateTime;

    private static bool IsJapanese(char c) => c is >= '\u3041' and <= '\u30FF' or >= '\u3400' and <= '\u9FFF';

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    private static IEnumerable<JsonNode> Many(JsonNode? node) => node switch
    {
        null => [],
        JsonArray array => array.OfType<JsonNode>(),
        _ => [node],
    };

    private static IEnumerable<JsonNode> Child(JsonNode node, string name) => node is JsonObject group ? Many(group[name]) : [];
}

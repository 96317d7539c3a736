using System.Text;
using Phr.Fhir.Indexing;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>
/// One value of a date parameter, as the time that its precision leaves open, compared with times of rows. R4 search.html#date and #prefix.
/// </summary>
/// <param name="Prefix">eq ne gt lt ge le sa eb ap; of a <c>_filter</c> also po (overlaps) and co (contains).</param>
public sealed record DateCondition(string Prefix, DateRange Range)
{
    /// <summary>What a date looks like, for refusals.</summary>
    public const string Expected = "a date: YYYY, YYYY-MM, YYYY-MM-DD or a date and time, with a prefix or without";

    /// <summary>Null where the value is no date.</summary>
    /// <param name="comparison">In place of a prefix before the value.</param>
    public static DateCondition? Parse(string value, CriterionParser parser, string? comparison = null)
    {
        var (prefix, text) = comparison is null ? Prefixes.Split(value) : (comparison, value);
        if (!DateRange.TryRead(Encoding.UTF8.GetBytes(text), parser.Zone, out var range))
            return null;
        return new DateCondition(prefix, prefix == "ap" ? Around(range, parser.Clock.GetUtcNow().UtcDateTime) : range);
    }

    /// <summary>The high end is outside, of values and of rows; where both columns are one (an instant) it belongs to it.</summary>
    public void AppendTo(SqlText sql, string lo, string hi) =>
        sql.Append(Condition(lo, hi, isInstant: lo == hi), Binding.Instant("lo", Range.Low), Binding.Instant("hi", Range.High));

    private string Condition(string lo, string hi, bool isInstant) => Prefix switch
    {
        "eq" when IsFraction && !isInstant => OfFraction(lo, hi),
        "ne" when IsFraction && !isInstant => $"not {OfFraction(lo, hi)}",
        "eq" => $"({lo} >= @lo and {hi} {(isInstant ? "<" : "<=")} @hi)",
        "ne" => $"not ({lo} >= @lo and {hi} {(isInstant ? "<" : "<=")} @hi)",
        "co" => $"({lo} <= @lo and {hi} >= @hi)",
        "ap" or "po" => $"({lo} < @hi and {hi} {(isInstant ? ">=" : ">")} @lo)",
        "gt" => $"({hi} {(isInstant ? ">=" : ">")} @hi)",
        "lt" => $"({lo} < @lo)",
        "ge" => $"({hi} {(isInstant ? ">=" : ">")} @hi or {lo} >= @lo)",
        "le" => $"({lo} < @lo or {hi} {(isInstant ? "<" : "<=")} @hi)",
        "sa" => $"({lo} >= @hi)",
        "eb" => $"({hi} {(isInstant ? "<" : "<=")} @lo)",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private bool IsFraction => Range.High - Range.Low < TimeSpan.FromSeconds(1);

    // What was recorded to the second is compared as its beginning: R4 search.html#date lets fractions be left out.
    private static string OfFraction(string lo, string hi) =>
        $"({lo} >= @lo and {lo} < @hi and ({hi} <= @hi or {hi} = {lo} + interval '1 second'))";

    // R4 leaves "approximately" to the server and recommends 10 % of the distance to now.
    private static DateRange Around(DateRange range, DateTime now)
    {
        var middle = range.Low + ((range.High - range.Low) / 2);
        var margin = (now - middle).Duration() / 10;
        return new DateRange(
            range.Low - DateTime.MinValue > margin ? range.Low - margin : DateTime.MinValue,
            DateTime.MaxValue - range.High > margin ? range.High + margin : DateTime.MaxValue);
    }
}

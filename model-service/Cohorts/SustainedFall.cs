using Phr.Model.Tokens;

namespace Phr.Model.Cohorts;

/// <summary>
/// A fall of a measured value by a share, against the median of the years before it, that later measurements confirm (of eGFR: Levin et al.
/// 2020, Am J Kidney Dis 75:84, "sustained over at least 4 weeks").
/// </summary>
/// <param name="Concept">What is measured; of eGFR creatinine too, where there is no eGFR.</param>
/// <param name="Share">Of the value, in (0, 1).</param>
/// <param name="ConfirmedDays">A value so many days later, at least, is as low: the first such value decides.</param>
/// <param name="BeforeYears">Years before a value with which it is compared.</param>
public sealed record SustainedFall(string Concept, double Share, double ConfirmedDays, double BeforeYears)
{
    private const string Egfr = "lab/egfr";
    private const string Creatinine = "lab/creatinine";

    /// <summary>Fewer values before say nothing of what was usual.</summary>
    private const int BeforeMin = 2;

    internal string? Fault() =>
        Share is > 0 and < 1 && ConfirmedDays > 0 && BeforeYears > 0 && ConceptCatalogue.WithKey(Concept) is { Low: > 0 }
            ? null
            : "fall has a concept whose values lie above 0, a share between 0 and 1, and confirmedDays and beforeYears above 0.";

    /// <summary>When values were first found to have fallen so; none where they did not.</summary>
    internal IEnumerable<DateTimeOffset> Times(PersonRecord record)
    {
        var values = Values(record, Concept);
        if (values.Count == 0 && Concept == Egfr)
            values = Estimated(record);
        for (var i = BeforeMin; i < values.Count; i++)
        {
            var low = (1 - Share) * Usual(values, i);
            if (values[i].Value <= low && IsConfirmed(values, i, low))
                return [values[i].Time];
        }
        return [];
    }

    /// <summary>NaN where there are too few.</summary>
    private double Usual(List<(DateTimeOffset Time, double Value)> values, int at)
    {
        var from = values[at].Time.AddDays(-BeforeYears * Tokeniser.DaysPerYear);
        var before = values.Take(at).Where(value => value.Time >= from && value.Time < values[at].Time)
            .Select(value => value.Value).Order().ToList();
        return before.Count < BeforeMin ? double.NaN : before[before.Count / 2];
    }

    private bool IsConfirmed(List<(DateTimeOffset Time, double Value)> values, int at, double low)
    {
        var later = values.FindIndex(at, value => (value.Time - values[at].Time).TotalDays >= ConfirmedDays);
        return later >= 0 && values[later].Value <= low;
    }

    private static List<(DateTimeOffset Time, double Value)> Values(PersonRecord record, string key)
    {
        var concept = ConceptCatalogue.WithKey(key)!;
        var values = new List<(DateTimeOffset Time, double Value)>();
        foreach (var item in record.Events)
        {
            if (item.Type == concept.Type && item.Value is { } value
                && item.Codes.Any(code => ConceptCatalogue.Find(code)?.Key == key)
                && Units.Convert(key, value.Value, value.Unit, concept.Unit) is { } number
                && number >= concept.Low && number <= concept.High)
                values.Add((item.Time, number));
        }
        return [.. values.OrderBy(value => value.Time)];
    }

    /// <summary>From creatinine in mg/dL, age and sex (Matsuo et al. 2009, Am J Kidney Dis 53:982), mL/min/1.73 m².</summary>
    private static List<(DateTimeOffset Time, double Value)> Estimated(PersonRecord record) =>
    [
        .. Values(record, Creatinine).Select(value => (value.Time, 194 * Math.Pow(value.Value, -1.094)
            * Math.Pow(Math.Max(18, Tokeniser.DayOfLife(record.Person.Birth, value.Time) / Tokeniser.DaysPerYear), -0.287)
            * (record.Person.Sex == "female" ? 0.739 : 1))),
    ];
}

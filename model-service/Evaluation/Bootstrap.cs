namespace Phr.Model.Evaluation;

/// <summary>A figure with the bounds within which it lies with 95 % confidence, by a bootstrap over people.</summary>
public sealed record Interval(double Value, double Low, double High);

/// <summary>Bounds by drawing people with replacement, each with all their rows, always in the same order.</summary>
internal static class Bootstrap
{
    private const int Resamples = 100;

    public static IEnumerable<List<T>> Resample<T>(IEnumerable<T> rows, Func<T, long> person)
    {
        var people = rows.GroupBy(person).ToList();
        var random = new Random(17);
        for (var i = 0; i < Resamples; i++)
            yield return [.. Enumerable.Range(0, people.Count).SelectMany(_ => people[random.Next(people.Count)])];
    }

    /// <summary>One figure of the measures of all rows and of each draw.</summary>
    public static Interval Around(Measures found, IEnumerable<Measures> drawn, Func<Measures, double> of) => Around(of(found), drawn.Select(of));

    public static Interval Around(double value, IEnumerable<double> drawn)
    {
        var sorted = drawn.Where(double.IsFinite).Order().ToList();
        return sorted.Count == 0
            ? new Interval(value, double.NaN, double.NaN)
            : new Interval(value, sorted[(int)(0.025 * sorted.Count)], sorted[(int)(0.975 * sorted.Count)]);
    }
}

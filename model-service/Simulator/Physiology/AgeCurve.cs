namespace Phr.Simulator.Physiology;

/// <summary>
/// A quantity by age, linear between its knots and constant outside them. Knots are (age in years, value), ages rising.
/// </summary>
public sealed class AgeCurve
{
    private readonly double[] ages;
    private readonly double[] values;

    public AgeCurve(params double[] agesAndValues)
    {
        if (agesAndValues.Length < 2 || agesAndValues.Length % 2 != 0)
        {
            throw new ArgumentException("An age curve needs pairs of age and value.", nameof(agesAndValues));
        }

        ages = agesAndValues.Where((_, i) => i % 2 == 0).ToArray();
        values = agesAndValues.Where((_, i) => i % 2 == 1).ToArray();
        if (ages.Zip(ages.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException("The ages of an age curve rise.", nameof(agesAndValues));
        }
    }

    public IReadOnlyList<double> Ages => ages;

    public IReadOnlyList<double> Values => values;

    public AgeCurve Times(double factor) => Select(value => value * factor);

    /// <summary>The curve whose value at each knot is <paramref name="of"/> the value here.</summary>
    public AgeCurve Select(Func<double, double> of) =>
        new([.. ages.Zip(values, (age, value) => new[] { age, of(value) }).SelectMany(pair => pair)]);

    public double At(double ageYears)
    {
        if (ageYears <= ages[0])
        {
            return values[0];
        }

        for (var i = 1; i < ages.Length; i++)
        {
            if (ageYears < ages[i])
            {
                var share = (ageYears - ages[i - 1]) / (ages[i] - ages[i - 1]);
                return values[i - 1] + (share * (values[i] - values[i - 1]));
            }
        }

        return values[^1];
    }
}

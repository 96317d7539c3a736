namespace Phr.Model.Scoring;

/// <summary>
/// When a person's next visit comes and of which kind: competing exponentials, each kind with a rate a day that holds for the year to come.
/// </summary>
/// <param name="Kinds">Concepts, "visit/…".</param>
/// <param name="RatesPerDay">Of each kind being the next.</param>
public sealed record VisitForecast(IReadOnlyList<string> Kinds, IReadOnlyList<double> RatesPerDay)
{
    /// <summary>Farther ahead nothing was learnt.</summary>
    public const double DaysMax = 365;

    /// <exception cref="InvalidDataException">A rate is no number.</exception>
    public static VisitForecast From(IReadOnlyList<string> kinds, IReadOnlyList<float> logRates)
    {
        double[] rates = [.. logRates.Select(rate => Math.Exp(rate))];
        return rates.All(double.IsFinite)
            ? new VisitForecast(kinds, rates)
            : throw new InvalidDataException("The model answered with a rate of visits that is no number.");
    }

    /// <summary>Probability (0 to 1) that the next visit, of any kind, comes within some days.</summary>
    /// <param name="days">0 to <see cref="DaysMax"/>.</param>
    public double Within(double days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, DaysMax);
        return 1 - Math.Exp(-RatesPerDay.Sum() * days);
    }

    /// <summary>Probability that the next visit is of each kind, in the order of the kinds.</summary>
    public IReadOnlyList<double> Shares => [.. RatesPerDay.Select(rate => rate / RatesPerDay.Sum())];
}

using System.Text.Json;
using Phr.Model.Scoring;

namespace Phr.Model.Assessments;

/// <summary>Where a person's true risk is likely to lie, in probability (0 to 1).</summary>
public sealed record RiskInterval(double Low, double High);

/// <summary>The model's answer beside the true risk of the same simulated person at the same moment.</summary>
public sealed record RiskPair(double Answer, double Truth);

/// <summary>How far true risks lie from the answers to one task, in log-odds: nine of ten between the two.</summary>
/// <param name="Moments">That it was measured at.</param>
public sealed record LogOddsBand(double Low, double High, int Moments);

/// <summary>
/// Intervals around single answers, by split conformal prediction (Vovk et al. 2005; Lei et al. 2018, JASA 113:1094): the spread between
/// answer and true risk of people who were not learnt from holds for others of the same world with the same share. What lies between is
/// what a record does not say of a person.
/// </summary>
public sealed class RiskIntervals(IReadOnlyDictionary<string, LogOddsBand> bands)
{
    /// <summary>Share of people whose true risk an interval holds.</summary>
    public const double Level = 0.9;

    /// <summary>From fewer moments nothing is said.</summary>
    public const int MomentsMin = 50;

    public const string FileName = "intervals.json";

    public static RiskIntervals None { get; } = new(new Dictionary<string, LogOddsBand>());

    public IReadOnlyDictionary<string, LogOddsBand> Bands => bands;

    /// <exception cref="InvalidDataException">Not a table of intervals.</exception>
    public static RiskIntervals Load(byte[] stored)
    {
        try
        {
            var bands = JsonSerializer.Deserialize<Dictionary<string, LogOddsBand?>>(stored, JsonSerializerOptions.Web) ?? [];
            return bands.Values.All(band => band is { Moments: >= MomentsMin } && double.IsFinite(band.High - band.Low)
                && band.Low <= band.High)
                ? new RiskIntervals(bands!)
                : throw new InvalidDataException($"{FileName} has bounds in no order, or of fewer than {MomentsMin} moments.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{FileName} is not a table of intervals.", e);
        }
    }

    /// <summary>Without those of some tasks.</summary>
    public RiskIntervals Without(IEnumerable<string> tasks) =>
        new(bands.Where(band => !tasks.Contains(band.Key)).ToDictionary(band => band.Key, band => band.Value));

    public byte[] Store() => JsonSerializer.SerializeToUtf8Bytes(bands, JsonSerializerOptions.Web);

    /// <summary>Null for a task of which nothing was measured.</summary>
    public RiskInterval? Of(string task, double probability)
    {
        if (!bands.TryGetValue(task, out var band))
            return null;
        var middle = LogOdds.Of(probability);
        return new RiskInterval(LogOdds.Probability(middle + band.Low), LogOdds.Probability(middle + band.High));
    }

    /// <summary>
    /// The interval at another horizon: who is so much more or less at risk than the answer says is so all along, by one ratio of hazards.
    /// </summary>
    /// <param name="own">At <paramref name="ownYears"/>, where it was measured.</param>
    public static RiskInterval At(RiskInterval own, HazardCurve curve, double ownYears, double years) => new(
        curve.Times(curve.RatioTo(ownYears, own.Low)).Risk(years), curve.Times(curve.RatioTo(ownYears, own.High)).Risk(years));

    /// <summary>The band of some people who were not learnt from; null where they are too few.</summary>
    public static LogOddsBand? Band(IReadOnlyList<RiskPair> pairs)
    {
        if (pairs.Count < MomentsMin)
            return null;
        var sorted = pairs.Select(pair => LogOdds.Of(pair.Truth) - LogOdds.Of(pair.Answer)).Order().ToList();
        var beyond = (int)Math.Floor((1 - Level) / 2 * (sorted.Count + 1));
        return new LogOddsBand(sorted[beyond - 1], sorted[^beyond], sorted.Count);
    }
}

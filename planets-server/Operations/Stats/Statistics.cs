namespace Phr.Planets.Operations.Stats;

/// <summary>
/// Statistics of measured values, by their codes (R4 codesystem-observation-statistics). Quantiles between two values are interpolated
/// linearly (Hyndman and Fan 1996, type 7); variance and standard deviation are of a sample, over n - 1. Pure.
/// </summary>
/// <param name="values">In any order.</param>
public sealed class Statistics(IEnumerable<decimal> values)
{
    private readonly decimal[] _sorted = [.. values.Order()];

    /// <summary>Codes, with whether the figure has the unit of the values.</summary>
    public static IReadOnlyDictionary<string, bool> Codes { get; } = new Dictionary<string, bool>
    {
        ["average"] = true, ["maximum"] = true, ["minimum"] = true, ["count"] = false, ["total-count"] = false, ["median"] = true,
        ["std-dev"] = true, ["sum"] = true, ["variance"] = false, ["20-percent"] = true, ["80-percent"] = true, ["4-lower"] = true,
        ["4-upper"] = true, ["4-dev"] = true, ["5-1"] = true, ["5-2"] = true, ["5-3"] = true, ["5-4"] = true,
    };

    public int Count => _sorted.Length;

    /// <summary>Null where there are too few values for it, or it is beyond what a decimal holds.</summary>
    public decimal? Of(string code)
    {
        try
        {
            return code switch
            {
                "count" or "total-count" => Count,
                _ when Count == 0 => null,
                "average" => _sorted.Average(),
                "maximum" => _sorted[^1],
                "minimum" => _sorted[0],
                "sum" => _sorted.Sum(),
                "median" => Quantile(0.5m),
                "4-lower" => Quantile(0.25m),
                "4-upper" => Quantile(0.75m),
                "4-dev" => (Quantile(0.75m) - Quantile(0.25m)) / 2,
                "20-percent" or "5-1" => Quantile(0.2m),
                "5-2" => Quantile(0.4m),
                "5-3" => Quantile(0.6m),
                "80-percent" or "5-4" => Quantile(0.8m),
                "variance" => Variance(),
                "std-dev" => Variance() is { } variance ? (decimal)Math.Sqrt((double)variance) : null,
                _ => throw new ArgumentOutOfRangeException(nameof(code)),
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private decimal Quantile(decimal part)
    {
        var place = part * (Count - 1);
        var below = (int)place;
        return below + 1 == Count ? _sorted[below] : _sorted[below] + ((place - below) * (_sorted[below + 1] - _sorted[below]));
    }

    private decimal? Variance()
    {
        if (Count < 2)
            return null;
        var mean = _sorted.Average();
        return _sorted.Sum(value => (value - mean) * (value - mean)) / (Count - 1);
    }
}

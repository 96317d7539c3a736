using System.Text.Json;

namespace Phr.Cli.Bench;

/// <summary>The contract of <c>phr bench NAME --json</c>. Times are in seconds unless a name ends in <c>Ms</c>.</summary>
/// <param name="Figures">What was measured of the product.</param>
/// <param name="Limits">What the machine or the bare database gives for the same work, measured in the same run.</param>
/// <param name="Ratios">Figure to limit: these carry over to another machine, or to a noisy one.</param>
internal sealed record BenchReport(
    string Bench, IReadOnlyDictionary<string, double> Figures, IReadOnlyDictionary<string, double> Limits,
    IReadOnlyDictionary<string, double> Ratios)
{
    private const int SignificantDigits = 4;

    public string ToJson() => JsonSerializer.Serialize(
        new { bench = Bench, figures = Rounded(Figures), limits = Rounded(Limits), ratios = Rounded(Ratios) });

    public static double Round(double value)
    {
        if (value == 0 || !double.IsFinite(value))
            return value;
        var digits = SignificantDigits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return digits is >= 0 and <= 15 ? Math.Round(value, digits) : Math.Round(value);
    }

    private static Dictionary<string, double> Rounded(IReadOnlyDictionary<string, double> values) =>
        values.ToDictionary(value => value.Key, value => Round(value.Value));
}

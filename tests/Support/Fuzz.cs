using System.Globalization;

namespace Phr.Tests.Support;

/// <summary>How long parsers are fuzzed: shortly with every build, and as many times longer as <c>PHR_FUZZ</c> says.</summary>
internal static class Fuzz
{
    /// <summary>Times longer than usual, from 1 to 10,000.</summary>
    private static readonly int Times =
        int.TryParse(Environment.GetEnvironmentVariable("PHR_FUZZ"), CultureInfo.InvariantCulture, out var times) && times is >= 1 and <= 10_000
            ? times : 1;

    public static int Rounds(int usual) => usual * Times;
}

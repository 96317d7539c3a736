using System.Globalization;

namespace Phr.Fhir.Indexing;

/// <summary>The least and the greatest sample of a SampledData, before factor and origin.</summary>
internal readonly record struct SampleRange(double Low, double High)
{
    /// <summary>Reads samples parted by spaces; E, U and L stand for errors and what was out of range, and count as none.</summary>
    /// <returns>Null where there is no number.</returns>
    public static SampleRange? Read(ReadOnlySpan<byte> samples)
    {
        SampleRange? range = null;
        foreach (var at in samples.Split((byte)' '))
            if (double.TryParse(samples[at], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
                range = new SampleRange(Math.Min(range?.Low ?? value, value), Math.Max(range?.High ?? value, value));
        return range;
    }
}

using System.Buffers.Text;
using System.Globalization;

namespace Phr.Model.Meds;

/// <summary>MEDS stores numbers in single precision, this product reads them in double.</summary>
internal static class SinglePrecision
{
    // Up to here whole numbers are exact in both.
    private const float WholeMax = 1 << 24;

    // Sign, nine digits, point, exponent.
    private const int CharsMax = 32;

    /// <summary>
    /// The shortest decimal that reads back as the same single: 6.1 stays 6.1, as the source wrote it and as it comes by CSV, and does
    /// not become 6.0999999.
    /// </summary>
    public static double Widened(float value)
    {
        if (Math.Abs(value) <= WholeMax && value == MathF.Truncate(value))
            return value;
        Span<byte> text = stackalloc byte[CharsMax];
        return value.TryFormat(text, out var written, default, CultureInfo.InvariantCulture)
            && Utf8Parser.TryParse(text[..written], out double read, out var consumed) && consumed == written ? read : value;
    }
}

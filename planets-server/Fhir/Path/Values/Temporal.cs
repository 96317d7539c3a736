using System.Globalization;

namespace Phr.Fhir.Path.Values;

/// <summary>Which FHIRPath type a <see cref="Temporal"/> has.</summary>
public enum TemporalKind { Date, DateTime, Time }

/// <summary>The finest component that is given. A fraction belongs to the second.</summary>
public enum TemporalPrecision { Year, Month, Day, Hour, Minute, Second }

/// <summary>A FHIRPath Date, DateTime or Time, as precise as it was given and no more.</summary>
/// <param name="Local">Wall-clock time to 100 ns; what is not given is at its least. Of a Time on the first of January of year 1.</param>
public readonly record struct Temporal(TemporalKind Kind, DateTime Local, TemporalPrecision Precision)
{
    /// <summary>Digits after the second that a value holds; further ones are dropped when it is read.</summary>
    public const int FractionDigitsMax = 7;

    /// <summary>Digits of the second's fraction that are given, up to <see cref="FractionDigitsMax"/>.</summary>
    public int FractionDigits { get; init; }

    /// <summary>Offset from UTC of a DateTime in minutes; null where none is given.</summary>
    public int? OffsetMinutes { get; init; }

    public static Temporal FromInstant(DateTimeOffset instant) =>
        new(TemporalKind.DateTime, Milliseconds(instant.DateTime), TemporalPrecision.Second)
        {
            FractionDigits = 3,
            OffsetMinutes = (int)instant.Offset.TotalMinutes,
        };

    /// <summary>The date alone, as far as it is given.</summary>
    public Temporal AsDate() => new(TemporalKind.Date, Local.Date, Precision > TemporalPrecision.Day ? TemporalPrecision.Day : Precision);

    public Temporal AsDateTime() => this with { Kind = TemporalKind.DateTime };

    /// <summary>The time of day alone.</summary>
    public Temporal AsTime() =>
        new(TemporalKind.Time, DateTime.MinValue + Local.TimeOfDay, Precision) { FractionDigits = FractionDigits };

    /// <summary>ISO 8601 to the given precision; a time without its leading T.</summary>
    public override string ToString() => Kind switch
    {
        TemporalKind.Time => TimeText(),
        _ when Precision <= TemporalPrecision.Day => DateText(),
        _ => $"{DateText()}T{TimeText()}{OffsetText()}",
    };

    private static DateTime Milliseconds(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond));

    private string DateText() => Local.ToString(
        Precision switch { TemporalPrecision.Year => "yyyy", TemporalPrecision.Month => "yyyy-MM", _ => "yyyy-MM-dd" },
        CultureInfo.InvariantCulture);

    private string TimeText()
    {
        var format = Precision switch
        {
            TemporalPrecision.Hour => "HH",
            TemporalPrecision.Minute => "HH:mm",
            _ when FractionDigits == 0 => "HH:mm:ss",
            _ => "HH:mm:ss." + new string('f', FractionDigits),
        };
        return Local.ToString(format, CultureInfo.InvariantCulture);
    }

    private string OffsetText() => OffsetMinutes switch
    {
        null => "",
        0 => "Z",
        var minutes => $"{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes.Value) / 60:00}:{Math.Abs(minutes.Value) % 60:00}",
    };
}

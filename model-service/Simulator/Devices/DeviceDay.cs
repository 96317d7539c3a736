namespace Phr.Simulator.Devices;

/// <summary>
/// What a person's own devices measured on one local day; null where the device was not used. Steps are a sum over the
/// day, resting rate (beats a minute) and sleep (hours, of the night that ended this day) are the watch's own daily
/// values, the others single readings.
/// </summary>
public readonly record struct DeviceDay(DateOnly Date)
{
    /// <summary>Minutes that the watch was worn; 0 without it.</summary>
    public int WearMinutes { get; init; }

    public int? Steps { get; init; }

    public double? RestingRate { get; init; }

    public double? SleepHours { get; init; }

    public double? WeightKg { get; init; }

    public PressureReading? Morning { get; init; }

    public PressureReading? Evening { get; init; }

    /// <summary>Fingerstick glucose before breakfast, mg/dL.</summary>
    public double? FastingGlucose { get; init; }

    public bool IsEmpty => WearMinutes == 0 && WeightKg is null && Morning is null && Evening is null && FastingGlucose is null;
}

/// <summary>One reading of a home monitor: mmHg, mmHg, beats a minute.</summary>
public readonly record struct PressureReading(int Systolic, int Diastolic, int Pulse);

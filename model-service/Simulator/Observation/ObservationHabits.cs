using Phr.Simulator.Physiology;

namespace Phr.Simulator.Observation;

/// <summary>
/// How well the record sees the body: measurement errors, attendance, devices, and the habits of the sites.
/// </summary>
public sealed record ObservationHabits
{
    /// <summary>
    /// Standard deviation between people of clinic minus usual systolic pressure, mmHg (white coat and masked
    /// hypertension).
    /// </summary>
    public double WhiteCoatDeviation { get; init; } = 10;

    /// <summary>Standard deviation of one clinic reading around the person's clinic mean, mmHg.</summary>
    public double ClinicPressureNoise { get; init; } = 10;

    /// <summary>
    /// Day-by-day standard deviation of home systolic pressure, mmHg, and how it differs between people (J-HOP: VIM
    /// 6.8, SD 2.5).
    /// </summary>
    public double HomePressureNoise { get; init; } = 6.8;

    public double HomePressureNoiseSpread { get; init; } = 2.2;

    /// <summary>Analytical and biological errors: HbA1c in %, fasting glucose in mg/dL, others as a share.</summary>
    public double HbA1cNoise { get; init; } = 0.10;

    public double GlucoseNoise { get; init; } = 6;

    public double LipidNoise { get; init; } = 0.07;

    public double CreatinineNoise { get; init; } = 0.05;

    public double LogAlbuminuriaNoise { get; init; } = 0.45;

    /// <summary>
    /// Log-odds of attending a yearly check-up: sent by an employer, invited at 40 to 74 (58 % take part), and older.
    /// </summary>
    public double CheckupEmployed { get; init; } = 1.9;

    public double CheckupInvited { get; init; } = -0.15;

    public double CheckupElderly { get; init; } = -1.1;

    public double CheckupPerSeeking { get; init; } = 0.9;

    /// <summary>Visits for minor illness, a year, and their growth with health-seeking.</summary>
    public double MinorVisits { get; init; } = 1.7;

    public double VisitsPerSeeking { get; init; } = 0.35;

    /// <summary>Share of cancers that the person is not told of when found, by calendar year.</summary>
    public AgeCurve UntoldCancer { get; init; } = new(1990, 0.5, 2000, 0.25, 2010, 0.08, 2025, 0.03);

    /// <summary>
    /// Suspected cancers that come to nothing, a year from 50 on, and the share of which the person is not told while
    /// it is looked into.
    /// </summary>
    public double Suspicions { get; init; } = 0.006;

    public double UntoldSuspicionShare { get; init; } = 0.5;

    /// <summary>
    /// Share of people with a watch, and with a home pressure monitor and scale that report, by birth year.
    /// </summary>
    public AgeCurve Watches { get; init; } = new(1935, 0.03, 1950, 0.12, 1965, 0.25, 1985, 0.35, 2005, 0.30);

    public AgeCurve Monitors { get; init; } = new(1935, 0.22, 1950, 0.32, 1965, 0.28, 1985, 0.12, 2005, 0.05);

    public IReadOnlyList<Site> Sites { get; init; } = Site.Shipped;

    public double WatchOwnership(int birthYear) => Watches.At(birthYear);

    public double MonitorOwnership(int birthYear) => Monitors.At(birthYear);
}

using Phr.Simulator.Physiology;

namespace Phr.Simulator.Hazards;

/// <summary>
/// Log-hazard coefficients of all outcomes. Rates of reference are for the typical person of an age and sex; scales are
/// calibrated so that the whole simulated population has the published incidence (SimulationFidelity).
/// </summary>
public sealed record HazardCoefficients
{
    /// <summary>Standard deviation of what no record shows, on each log-hazard.</summary>
    public double FrailtyDeviation { get; init; } = 0.45;

    public DiabetesCoefficients Diabetes { get; init; } = new();

    public CoronaryCoefficients Coronary { get; init; } = new();

    public StrokeCoefficients Stroke { get; init; } = new();

    public KidneyCoefficients Kidney { get; init; } = new();

    public HeartFailureCoefficients HeartFailure { get; init; } = new();

    public DecompensationCoefficients Decompensation { get; init; } = new();

    public FibrillationCoefficients Fibrillation { get; init; } = new();

    public DeathCoefficients Death { get; init; } = new();
}

using Phr.Simulator.Physiology;

namespace Phr.Simulator.PublishedScores;

/// <summary>
/// What the published equations ask for. Cholesterol and creatinine in mg/dL, pressure in mmHg, eGFR in mL/min/1.73 m².
/// </summary>
public sealed record RiskFactors
{
    public required Sex Sex { get; init; }

    public required double AgeYears { get; init; }

    public required double Systolic { get; init; }

    public double Diastolic { get; init; } = 80;

    public double Ldl { get; init; } = 120;

    public double Hdl { get; init; } = 55;

    public double TotalCholesterol { get; init; } = 200;

    public double Bmi { get; init; } = 23;

    public double Egfr { get; init; } = 80;

    /// <summary>mg/g creatinine.</summary>
    public double UrineAlbuminRatio { get; init; } = 10;

    public bool HasProteinuria { get; init; }

    public bool HasDiabetes { get; init; }

    public bool Smokes { get; init; }

    /// <summary>At least three times a week.</summary>
    public bool Exercises { get; init; }

    public bool IsTreatedForPressure { get; init; }

    public bool TakesStatin { get; init; }

    public bool HasFibrillation { get; init; }

    public bool HasFamilyCoronaryDisease { get; init; }
}

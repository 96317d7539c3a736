namespace Phr.Simulator.Fidelity;

/// <summary>A published number that the simulated population is held to.</summary>
/// <param name="Tolerance">Largest accepted share by which the simulated number is above or below; 0.25 accepts 0.8 to
/// 1.25 times.</param>
public sealed record PublishedFigure(string Name, double Value, double Tolerance, string Source);

/// <summary>A published number beside the simulated one.</summary>
/// <param name="Cases">Events, people with the property, or people measured, behind the simulated number.</param>
public sealed record FidelityRow(PublishedFigure Published, double Simulated, double Cases)
{
    public double Ratio => Simulated / Published.Value;

    /// <summary>Two standard errors, as a share, of a count of which the published number expects so many.</summary>
    public double MonteCarloShare => Cases > 0 ? 2 / Math.Sqrt(Cases / Math.Min(1, Ratio)) : double.PositiveInfinity;

    /// <summary>Within the tolerance, allowing for the chance of a finite population.</summary>
    public bool IsWithin => Ratio >= 1 / (1 + Published.Tolerance + MonteCarloShare) && Ratio <= 1 + Published.Tolerance + MonteCarloShare;
}

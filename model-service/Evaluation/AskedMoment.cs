using Phr.Model.Scoring;

namespace Phr.Model.Evaluation;

/// <summary>One moment at which one person was asked one question: what the graph said, and what came.</summary>
/// <param name="Row">Person, what came, and of whom they are; without an answer.</param>
/// <param name="LogHazards">2K values before calibration.</param>
internal sealed record AskedMoment(EvaluationRow Row, float[] LogHazards)
{
    private const ulong Fibonacci = 0x9E37_79B9_7F4A_7C15;

    /// <summary>
    /// Whether the person is of the half that a recalibration is fitted on; the other half tells what it is worth. By the number of the
    /// person alone, so that it is the same half each time.
    /// </summary>
    public bool IsFittedOn => unchecked((ulong)Row.Person * Fibonacci) >> 63 == 0;

    /// <summary>With the answer at a horizon under a calibration.</summary>
    public EvaluationRow At(double horizonYears, IReadOnlyList<double> edgesYears, HazardCalibration calibration) => Row with
    {
        Probability = HazardCurve.From(edgesYears, LogHazards, calibration).Risk(horizonYears),
    };
}

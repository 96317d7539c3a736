using Phr.Model.Evaluation;
using Phr.Model.Scoring;

namespace Phr.Model.Risks;

/// <summary>
/// Which outcomes of a model people are shown: those that the site has validated this very model for and signed. The demonstration shows
/// all, for it has no patients.
/// </summary>
public sealed class RiskGate(bool isDemonstration, EvaluationGate evaluations)
{
    /// <summary>Whether that is shown which no site can evaluate: in the demonstration alone.</summary>
    public bool ShowsUnevaluated => isDemonstration;

    /// <summary>Whether anything of the model is shown.</summary>
    public bool Shows(ModelArtefact model) => isDemonstration || evaluations.IsOpen(model.ShippedDigest);

    public bool Shows(ModelArtefact model, string outcome) => isDemonstration || evaluations.IsOpen(model.ShippedDigest, outcome);

    /// <summary>The model as the site signed for it: with calibrations of its own, or as it was shipped.</summary>
    /// <exception cref="InvalidDataException">A calibration is not finite, or its slope is not above 0.</exception>
    public ModelArtefact Calibrated(ModelArtefact shipped) => shipped.Recalibrated(evaluations.Calibrations(shipped.ShippedDigest));
}

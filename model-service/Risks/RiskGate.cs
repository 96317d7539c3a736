using Phr.Model.Evaluation;

namespace Phr.Model.Risks;

/// <summary>
/// Which outcomes people are shown: those that the site has validated this very model for and signed. The demonstration shows all,
/// for it has no patients.
/// </summary>
/// <param name="modelDigest">Of the model that is served, as it was shipped.</param>
public sealed class RiskGate(bool isDemonstration, EvaluationGate evaluations, string modelDigest)
{
    /// <summary>Whether nothing is shown at all.</summary>
    public bool IsSilent => !isDemonstration && !evaluations.IsOpen(modelDigest);

    /// <summary>Whether that is shown which no site can evaluate: in the demonstration alone.</summary>
    public bool ShowsUnevaluated => isDemonstration;

    public bool Shows(string outcome) => isDemonstration || evaluations.IsOpen(modelDigest, outcome);
}

using Phr.Model.Evaluation;
using Phr.Model.Runs;

namespace Phr.Model.Reports;

/// <summary>A part of the rows, by its name: its expected outcomes and how well it is answered.</summary>
public sealed record PartMeasures(string Name, int Rows, double Expected, double Auroc, double ObservedOverExpected, double Ece);

/// <summary>One of ten bins of equal size, in the order of the answers: the mean answer, and what was to be expected and came.</summary>
public sealed record CalibrationBin(double Answer, double Expected, double Recorded);

/// <summary>One question, asked to one world's people.</summary>
/// <param name="Recorded">Against what came.</param>
/// <param name="Model">Against the true hazards; null where there is no outcome to expect.</param>
/// <param name="Baselines">AUROC against the true hazards, of what was learnt from the same people.</param>
/// <param name="GainOverTrees">AUROC less that of boosted trees that learnt from recorded outcomes.</param>
/// <param name="GainOverTreesOfHazards">The same, of trees that learnt from the true hazards as the model did.</param>
public sealed record QuestionReport(
    string Task, double HorizonYears, Measures Recorded, ExpectedMeasures? Model, IReadOnlyDictionary<string, double> Baselines,
    Interval? GainOverTrees, Interval? GainOverTreesOfHazards, IReadOnlyList<PartMeasures> Subgroups, IReadOnlyList<PartMeasures> Sites,
    IReadOnlyList<CalibrationBin> Curve);

/// <summary>One world's people.</summary>
public sealed record WorldReport(string World, string WorldDigest, int People, IReadOnlyList<QuestionReport> Questions);

/// <summary>The same rows answered from cut records.</summary>
/// <param name="Kind">"context" (the last so many steps) or "devices".</param>
/// <param name="Mean">AUROC against the true hazards, mean over the questions, by cut.</param>
/// <param name="Gain">Of the last cut over the first.</param>
public sealed record SweepReport(
    string World, string Kind, int Rows, IReadOnlyDictionary<string, double> Mean, Interval? Gain);

/// <summary>Explanations against the true contributions of the clinical groups.</summary>
/// <param name="TopThree">Share of answers whose truly strongest group is among the three strongest named.</param>
/// <param name="Sign">Share of groups that truly matter whose contribution has the right sign.</param>
/// <param name="Irrelevant">Share of all contributions that is given to groups which do not act on the outcome.</param>
public sealed record ExplanationTruth(string Task, int People, double TopThree, double Sign, double Irrelevant)
{
    /// <summary>Share of groups that truly matter whose direction is told.</summary>
    public required double Told { get; init; }

    /// <summary>Share of those whose direction is right.</summary>
    public required double SignOfTold { get; init; }

    /// <summary>The same of all groups whose direction is told, also those that truly hardly matter.</summary>
    public required double SignOfAllTold { get; init; }
}

/// <summary>Another world's people against their truth, as those of the world that was learnt are.</summary>
public sealed record SecondTruth(IReadOnlyList<TrueRiskComparison> TrueRisk, IReadOnlyList<ExplanationTruth> Explanations);

/// <summary>What answers say that a change does, beside what it does in the simulator.</summary>
/// <param name="Said">Mean change of the probability; <paramref name="Truth"/> that of the true risk.</param>
/// <param name="MeanError">Mean absolute difference of the two, in probability.</param>
/// <param name="Direction">Share of moments at which both go the same way.</param>
public sealed record WhatIfTruth(string Task, string Change, int Moments, double Said, double Truth, double MeanError, double Direction);

/// <summary>What the model says of the next visit, against what came.</summary>
/// <param name="Days">Within which it comes.</param>
public sealed record VisitTruth(int Days, Measures Measures);

/// <summary>A goal and what was reached.</summary>
/// <param name="Reached">Null where it was not measured.</param>
/// <param name="Met">Null where it was not measured.</param>
/// <param name="Why">Where it is missed: the likely reason.</param>
public sealed record Goal(string Name, string Target, string? Reached, bool? Met, string MissedBy, string Why = "");

/// <summary>All that is known of a model beyond the plain evaluation: what the report, the card and the label are made from.</summary>
public sealed record ModelReport(
    IReadOnlyList<WorldReport> Worlds, IReadOnlyList<SweepReport> Sweeps, IReadOnlyList<ExplanationTruth> Explanations,
    IReadOnlyList<Goal> Goals, IReadOnlyList<string> NotProvided)
{
    /// <summary>The second world's true risks, and explanations; null in reports that were made before it was asked for them.</summary>
    public SecondTruth? Second { get; init; }

    /// <summary>Empty where no change concerns anybody.</summary>
    public IReadOnlyList<WhatIfTruth> WhatIfs { get; init; } = [];

    /// <summary>Empty where no particle filter was asked.</summary>
    public IReadOnlyList<KnowableReport> Knowable { get; init; } = [];

    /// <summary>Empty of a model that does not say when the next visit comes.</summary>
    public IReadOnlyList<VisitTruth> Visits { get; init; } = [];
}

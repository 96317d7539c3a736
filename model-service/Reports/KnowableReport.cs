using Phr.Model.Evaluation;

namespace Phr.Model.Reports;

/// <summary>
/// One question to a particle filter over the simulator's hidden state, which sees the record alone, beside the model's answers to the
/// same rows.
/// </summary>
/// <param name="Rows">Answered; <paramref name="Refused"/> were not, because the filter's sample had collapsed.</param>
/// <param name="Filter">Of the filter, against the true hazards.</param>
/// <param name="Joined">
/// AUROC of the geometric mean of both answers. A filter of finitely many particles may miss what a record tells: what the model knows
/// beyond it is knowable too, so the best knowable is at least this.
/// </param>
/// <param name="Model">AUROC of the model; <paramref name="Baselines"/> of what was learnt from the same people.</param>
/// <param name="Effective">Median effective sample size of the filter at the rows.</param>
public sealed record KnowableQuestionReport(
    string Task, int Rows, int Refused, ExpectedMeasures Filter, double Joined, double Model, IReadOnlyDictionary<string, double> Baselines,
    double Effective);

/// <summary>
/// How much of the way from a baseline to the best knowable risk the model goes, over the questions that the baseline answers.
/// </summary>
/// <param name="ToFilter">With the filter for the best knowable; <paramref name="ToJoined"/> with both joined, which is farther.</param>
public sealed record KnowableShare(string Baseline, Interval? ToFilter, Interval? ToJoined);

/// <summary>A random sample of one world's held-out people, held against the best risk knowable from their records.</summary>
public sealed record KnowableReport(
    string World, int People, int Particles, int Futures, IReadOnlyList<KnowableQuestionReport> Questions,
    IReadOnlyList<KnowableShare> Shares);

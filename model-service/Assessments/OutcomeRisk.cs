using Phr.Model.Cohorts;
using Phr.Model.Explanations;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.Assessments;

/// <summary>Probability (0 to 1) within a horizon.</summary>
/// <param name="Interval">Null where the model gives none.</param>
public sealed record HorizonRisk(double Years, double Probability, RiskInterval? Interval = null);

/// <summary>Probability at the first-reported horizon as asked at a past moment.</summary>
public sealed record PastRisk(DateTimeOffset Moment, double Probability);

/// <summary>The answer to one question about one person, or why it was not asked.</summary>
/// <param name="NotAsked">"age", "already", "not-applicable" or "no-record"; null where the question was
/// answered.</param>
/// <param name="Peers">Mean probability of people of the same sex and age in the training world; null where
/// unknown.</param>
public sealed record OutcomeRisk(TaskDefinition Task, string? NotAsked)
{
    public IReadOnlyList<HorizonRisk> Horizons { get; init; } = [];

    /// <summary>
    /// The moment of a stay in hospital at which the question was put, from which its horizons count, and after which nothing of the record
    /// was read for it; null of a question for any time, which is put now.
    /// </summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>From which every horizon is told; null where the question was not answered.</summary>
    public HazardCurve? Curve { get; init; }

    /// <summary>The probability at the task's own horizon.</summary>
    public double Probability => Horizons.First(horizon => horizon.Years == Task.HorizonYears).Probability;

    public double? Peers { get; init; }

    /// <summary>Around the probability at the task's own horizon; null where the model gives none.</summary>
    public RiskInterval? Interval { get; init; }

    /// <summary>With what can be changed; empty where nothing is known to concern the person.</summary>
    public IReadOnlyList<WhatIf> WhatIfs { get; init; } = [];

    /// <summary>Oldest first; the last but one is a year before the asking where the record reaches that far.</summary>
    public IReadOnlyList<PastRisk> Trajectory { get; init; } = [];

    public Explanation? Explanation { get; init; }

    /// <summary>The answer a year before the asking; null where the record does not reach that far.</summary>
    public PastRisk? YearAgo(DateTimeOffset moment) => Trajectory.LastOrDefault(past => past.Moment <= moment.AddDays(-360));
}

/// <summary>What was asked of which view at which moment, and all answers.</summary>
/// <param name="ReadShare">Share of the record's events that the model could read as what they are; below a half the
/// answer is weak.</param>
public sealed record Assessment(
    string ModelName, string ModelDigest, DateTimeOffset Moment, double ReadShare, IReadOnlyList<OutcomeRisk> Outcomes)
{
    /// <summary>When the next visit comes; null where the model does not say, or where no outcome could be answered.</summary>
    public VisitForecast? NextVisit { get; init; }

    /// <summary>Whether the model learnt from a site's own records; from simulated ones otherwise.</summary>
    public bool IsOfRecords { get; init; }

    /// <summary>What of the record was not read as it came, and why; the most frequent first.</summary>
    public IReadOnlyList<UnreadEntries> NotRead { get; init; } = [];

    public LatestValues Latest { get; init; }

    /// <summary>Whether too little of the record was understood to rely on the answers, or of what was measured last.</summary>
    public bool IsWeak => ReadShare < 0.5 || (Latest.All >= MeasuredMin && Latest.Unread * 2 > Latest.All);

    /// <summary>Of fewer concepts the latest values say nothing of the whole.</summary>
    private const int MeasuredMin = 3;
}

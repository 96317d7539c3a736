using Phr.Model.Assessments;
using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Runs;
using Phr.Model.Scoring;
using Phr.Simulator;
using Phr.Simulator.Hazards;
using Phr.Simulator.Physiology;
using Phr.Simulator.Truth;

namespace Phr.Model.Reports;

/// <summary>
/// Compares what an answer says that a change would do with what the same change does in the simulator, in the same futures.
/// </summary>
internal sealed class WhatIfSection(ModelArtefact model, World world, TrainingPlan plan)
{
    /// <summary>Moments of each change.</summary>
    private const int MomentsMax = 40;

    private const int MonthsAYear = 12;

    private static readonly Dictionary<string, Intervention> Interventions = new()
    {
        ["systolic-pressure"] = new Intervention { SystolicLowering = 10 },
        ["ldl-cholesterol"] = new Intervention { Start = Treatments.Statin },
        ["weight"] = new Intervention { WeightLossShare = 0.05 },
    };

    public IReadOnlyList<WhatIfTruth> Of(HeldOutTable table) =>
    [
        .. model.Definitions.SelectMany((task, number) => PossibleChange.All
            .Where(change => change.Outcome == task.Key && Interventions.ContainsKey(change.Key))
            .Select(change => Of(task, number, change, table))).OfType<WhatIfTruth>(),
    ];

    private WhatIfTruth? Of(TaskDefinition task, int number, PossibleChange change, HeldOutTable table)
    {
        if (!Enum.TryParse<Outcome>(task.Truth, out var outcome))
            return null;
        var pairs = new List<(double Said, double Truth)>();
        foreach (var (person, day, row) in table.Moments(number, plan.TruthMoments))
        {
            if (pairs.Count == Math.Min(MomentsMax, plan.TruthMoments))
                break;
            var life = LifeSimulation.Live(world, (ulong)plan.Seed, person);
            var record = SimulatedCohort.Of(life).Record;
            if (!change.Concerns(record, record.Person.Birth.AddDays(day)))
                continue;
            var curve = HazardCurve.From(model.EdgesYears, table.LogHazards(row), model.Calibration[task.Key]);
            var said = curve.Times(change.HazardRatio).Risk(task.HorizonYears) - curve.Risk(task.HorizonYears);
            if (Truth(life, outcome, day, task.HorizonYears, Interventions[change.Key]) is { } truth)
                pairs.Add((said, truth));
        }
        return pairs.Count == 0 ? null : new WhatIfTruth(task.Key, change.Key, pairs.Count, pairs.Average(pair => pair.Said),
            pairs.Average(pair => pair.Truth), pairs.Average(pair => Math.Abs(pair.Said - pair.Truth)),
            pairs.Average(pair => Math.Sign(pair.Said) == Math.Sign(pair.Truth) ? 1.0 : 0));
    }

    /// <summary>By how much the true risk differs with the change, the same chance in both.</summary>
    private double? Truth(SimulatedPerson life, Outcome outcome, double day, double years, Intervention intervention)
    {
        var month = life.Truth.MonthBefore(life.Traits.Born.AddDays((int)day));
        int[] horizon = [(int)Math.Max(1, Math.Round(years * MonthsAYear))];
        return life.Truth.Risk(outcome, month, horizon, plan.Rollouts) is [var without]
            && life.Truth.Risk(outcome, month, horizon, plan.Rollouts, intervention) is [var with] ? with - without : null;
    }
}

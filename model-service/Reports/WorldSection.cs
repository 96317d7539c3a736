using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Scoring;
using Phr.Simulator;

namespace Phr.Model.Reports;

/// <summary>Measures one world's people, question by question.</summary>
internal static class WorldSection
{
    private const int Bins = 10;

    /// <summary>Parts in which fewer outcomes were to be expected say nothing.</summary>
    private const double PartExpectedMin = 5;

    public static WorldReport Of(World world, ModelArtefact model, HeldOutTable table) => new(
        world.Name, Phr.Simulator.WorldDigest.Of(world), table.People,
        [.. model.Definitions.Select((task, number) => Question(task, number, model, table))]);

    private static QuestionReport Question(TaskDefinition task, int number, ModelArtefact model, HeldOutTable table)
    {
        var rows = table.Answers(number, task.HorizonYears, model.EdgesYears, model.Calibration[task.Key]);
        var baselines = HeldOutTable.Baselines.ToDictionary(name => name, name => table.BaselineAnswers(number, name));
        return new QuestionReport(
            task.Key, task.HorizonYears, Measures.Of(task.HorizonYears, rows), ExpectedMeasures.Of(rows),
            baselines.Where(pair => pair.Value.Count > 0)
                .ToDictionary(pair => pair.Key, pair => ExpectedMeasures.Area(pair.Value)),
            Gain(rows, baselines["boostedTrees"]), Gain(rows, baselines["boostedTreesOfHazards"]),
            [.. Subgroups.All.Select(group => Part(group.Name, rows.Where(group.Has))).OfType<PartMeasures>()],
            [.. rows.GroupBy(row => row.Site).OrderBy(site => site.Key)
                .Select(site => Part($"hospital {site.Key + 1}", site)).OfType<PartMeasures>()],
            Curve(rows));
    }

    private static Interval? Gain(IReadOnlyList<EvaluationRow> rows, IReadOnlyList<EvaluationRow> others) =>
        others.Count == rows.Count ? ExpectedMeasures.Gain(rows, others) : null;

    private static PartMeasures? Part(string name, IEnumerable<EvaluationRow> rows)
    {
        var own = rows.Where(row => double.IsFinite(row.Expected)).ToList();
        var expected = own.Sum(row => row.Expected);
        if (expected < PartExpectedMin)
            return null;
        var found = ExpectedMeasures.Plain(own);
        return new PartMeasures(name, own.Count, expected, found.Auroc, found.ObservedOverExpected, found.Ece);
    }

    private static List<CalibrationBin> Curve(IReadOnlyList<EvaluationRow> rows)
    {
        var own = rows.Where(row => double.IsFinite(row.Expected)).OrderBy(row => row.Probability).ToList();
        return own.Count < Bins
            ? []
            : [.. own.Chunk((own.Count + Bins - 1) / Bins).Select(bin => new CalibrationBin(
                bin.Average(row => row.Probability), bin.Average(row => row.Expected), bin.Average(row => row.Came ? 1.0 : 0)))];
    }
}

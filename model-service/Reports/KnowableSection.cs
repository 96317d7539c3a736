using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Runs;
using Phr.Model.Scoring;
using Phr.Simulator.Knowable;

namespace Phr.Model.Reports;

/// <summary>Measures a particle filter's answers, the model's and the baselines' on the same rows.</summary>
internal static class KnowableSection
{
    private static readonly string[] Baselines = ["boostedTrees", "boostedTreesOfHazards"];

    public static KnowableReport Of(string world, ModelArtefact model, HeldOutTable table, IReadOnlyList<KnowableRow> rows,
        KnowableEffort effort)
    {
        var own = table.Of(rows.Select(row => row.Person).ToHashSet());
        var questions = model.Definitions.Select((task, number) => KnowableRows.Of(task, number, model, own, rows))
            .Where(question => question.Filter.Sum(row => row.Expected) > 0).ToList();
        return new KnowableReport(
            world, own.People, effort.Particles, effort.Futures, [.. questions.Select(Question)],
            [
                .. Baselines.Select(name => new KnowableShare(
                    name, Share(questions, name, rows => rows.Filter), Share(questions, name, rows => rows.Joined))),
            ]);
    }

    private static KnowableQuestionReport Question(KnowableRows rows) => new(
        rows.Task.Key, rows.Filter.Count, rows.Refused, ExpectedMeasures.Of(rows.Filter)!, ExpectedMeasures.Area(rows.Joined),
        ExpectedMeasures.Area(rows.Model),
        rows.Baselines.ToDictionary(pair => pair.Key, pair => ExpectedMeasures.Area(pair.Value)), rows.Effective);

    /// <summary>
    /// Sum over the questions of what the model gains over the baseline, by the sum of what the best knowable gains; null where that is no
    /// gain. Bounds are of a bootstrap over people.
    /// </summary>
    private static Interval? Share(List<KnowableRows> questions, string baseline, Func<KnowableRows, IReadOnlyList<EvaluationRow>> best)
    {
        var rows = questions.Where(question => question.Baselines.ContainsKey(baseline))
            .SelectMany(question => Enumerable.Range(0, question.Filter.Count).Select(i => new Compared(
                question.Task.Key, best(question)[i], question.Model[i], question.Baselines[baseline][i]))).ToList();
        var found = Share(rows);
        return double.IsFinite(found) ? Bootstrap.Around(found, Bootstrap.Resample(rows, row => row.Best.Person).Select(Share)) : null;
    }

    private static double Share(List<Compared> rows)
    {
        var (gained, way) = (0.0, 0.0);
        foreach (var task in rows.GroupBy(row => row.Task))
        {
            var trees = ExpectedMeasures.Area([.. task.Select(row => row.Baseline)]);
            gained += ExpectedMeasures.Area([.. task.Select(row => row.Model)]) - trees;
            way += ExpectedMeasures.Area([.. task.Select(row => row.Best)]) - trees;
        }

        return way > 0 ? gained / way : double.NaN;
    }

    private sealed record Compared(string Task, EvaluationRow Best, EvaluationRow Model, EvaluationRow Baseline);
}

/// <summary>One question's rows that have an expectation and that the filter answered, in one order, with each one's answer.</summary>
internal sealed record KnowableRows(
    TaskDefinition Task, IReadOnlyList<EvaluationRow> Filter, IReadOnlyList<EvaluationRow> Joined, IReadOnlyList<EvaluationRow> Model,
    IReadOnlyDictionary<string, IReadOnlyList<EvaluationRow>> Baselines)
{
    public int Refused { get; private init; }

    public double Effective { get; private init; }

    public static KnowableRows Of(
        TaskDefinition task, int number, ModelArtefact model, HeldOutTable table, IReadOnlyList<KnowableRow> scored)
    {
        var answers = scored.Where(row => row.Task == number).ToDictionary(row => (row.Person, row.Day));
        var places = table.Places(number);
        var asked = Enumerable.Range(0, places.Count).Where(i => answers.ContainsKey(places[i])).ToList();
        var kept = asked.Where(i => double.IsFinite(answers[places[i]].Probability)).ToList();
        IReadOnlyList<EvaluationRow> Pick(IReadOnlyList<EvaluationRow> rows) => [.. kept.Select(i => rows[i])];
        var own = Pick(table.Answers(number, task.HorizonYears, model.EdgesYears, model.Calibration[task.Key]));
        var filter = own.Zip(kept, (row, i) => row with { Probability = answers[places[i]].Probability }).ToList();
        return new KnowableRows(
            task, filter, [.. filter.Zip(own, Join)], own,
            HeldOutTable.Baselines.Select(name => (Name: name, Rows: table.BaselineAnswers(number, name)))
                .Where(pair => pair.Rows.Count == places.Count && pair.Rows.Count > 0)
                .ToDictionary(pair => pair.Name, pair => Pick(pair.Rows)))
        {
            Refused = asked.Count - kept.Count,
            Effective = kept.Count == 0 ? double.NaN : kept.Select(i => answers[places[i]].Effective).Order().ElementAt(kept.Count / 2),
        };
    }

    private static EvaluationRow Join(EvaluationRow one, EvaluationRow other) =>
        one with { Probability = Math.Sqrt(one.Probability * other.Probability) };
}

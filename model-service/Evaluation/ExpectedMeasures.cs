namespace Phr.Model.Evaluation;

/// <summary>
/// Measures against the true hazards of simulated people instead of what came by chance. A row in which E outcomes were
/// to be expected counts as E rows with the outcome and 1 - E without: outcome and expectation differ by a martingale,
/// so every mean over rows is the same in expectation and far less scattered (Rao-Blackwell).
/// </summary>
/// <param name="Expected">Outcomes that were to be expected.</param>
/// <param name="Ceiling">AUROC of the expectation itself: what who knows the true hazards and the life to come would
/// reach.</param>
public sealed record ExpectedMeasures(
    int Rows, double Expected, Interval Auroc, double Ceiling, Interval ObservedOverExpected, Interval Slope, Interval Ece)
{
    /// <summary>Of the rows that have an expectation; null where none has.</summary>
    public static ExpectedMeasures? Of(IReadOnlyList<EvaluationRow> rows)
    {
        var own = Known(rows);
        if (own.Sum(row => row.Expected) <= 0)
            return null;
        var found = Plain(own);
        var drawn = Bootstrap.Resample(own, row => row.Person).Select(sample => Plain(sample)).ToList();
        return new ExpectedMeasures(
            own.Count, own.Sum(row => row.Expected), Bootstrap.Around(found, drawn, of => of.Auroc),
            Area([.. own.Select(row => row with { Probability = row.Expected })]),
            Bootstrap.Around(found, drawn, of => of.ObservedOverExpected), Bootstrap.Around(found, drawn, of => of.Slope),
            Bootstrap.Around(found, drawn, of => of.Ece));
    }

    /// <summary>Without intervals; rows with an expectation only.</summary>
    public static Measures Plain(IReadOnlyList<EvaluationRow> rows) => Measures.Of(Halves(rows));

    /// <summary>AUROC over the rows that have an expectation; NaN where none has.</summary>
    public static double Area(IReadOnlyList<EvaluationRow> rows) => Measures.Area(Halves(Known(rows)));

    /// <summary>AUROC of one answer less that of another to the same rows.</summary>
    public static Interval? Gain(IReadOnlyList<EvaluationRow> rows, IReadOnlyList<EvaluationRow> others) =>
        MeanGain([rows], [others]);

    /// <summary>Mean AUROC over several questions that have one.</summary>
    public static double MeanArea(IReadOnlyList<IReadOnlyList<EvaluationRow>> questions) =>
        questions.Select(Area).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The mean gain over several questions; the same rows in the same order on both sides.</summary>
    public static Interval? MeanGain(
        IReadOnlyList<IReadOnlyList<EvaluationRow>> questions, IReadOnlyList<IReadOnlyList<EvaluationRow>> others)
    {
        var pairs = questions.SelectMany((rows, task) => rows.Zip(others[task], (one, other) => (Task: task, one, other)))
            .Where(pair => double.IsFinite(pair.one.Expected)).ToList();
        if (pairs.Sum(pair => pair.one.Expected) <= 0)
            return null;
        double Of(IReadOnlyList<(int Task, EvaluationRow One, EvaluationRow Other)> sample) =>
            Mean(sample, pair => pair.One) - Mean(sample, pair => pair.Other);
        double Mean(
            IReadOnlyList<(int Task, EvaluationRow One, EvaluationRow Other)> sample,
            Func<(int Task, EvaluationRow One, EvaluationRow Other), EvaluationRow> side) =>
            MeanArea([.. sample.GroupBy(pair => pair.Task).Select(task => task.Select(side).ToList())]);
        return Bootstrap.Around(Of(pairs), Bootstrap.Resample(pairs, pair => pair.one.Person).Select(Of));
    }

    private static List<EvaluationRow> Known(IReadOnlyList<EvaluationRow> rows) =>
        [.. rows.Where(row => double.IsFinite(row.Expected))];

    private static List<WeightedRow> Halves(IReadOnlyList<EvaluationRow> rows) =>
    [
        .. rows.Select(row => new WeightedRow(row.Probability, true, row.Expected)),
        .. rows.Select(row => new WeightedRow(row.Probability, false, 1 - row.Expected)),
    ];
}

using Phr.Model.Evaluation;

namespace Phr.Tests.Model;

public sealed class ExpectedMeasuresTest
{
    [Fact]
    public void Certain_expectations_measure_as_what_came()
    {
        (double Probability, bool Came)[] answers = [(0.8, true), (0.6, false), (0.4, true), (0.1, false)];
        var rows = answers.Select((answer, i) => Row(i, answer.Probability, answer.Came ? 1 : 0)).ToList();
        var recorded = answers.Select((answer, i) => new EvaluationRow(i, answer.Came ? 1 : 0, answer.Came ? 1 : 5, answer.Probability));

        var expected = ExpectedMeasures.Of(rows)!;

        Assert.Equal(Measures.Of(5, [.. recorded]).Auroc, expected.Auroc.Value, 9);
        Assert.Equal(2, expected.Expected, 9);
    }

    [Fact]
    public void Answers_that_are_the_expectation_reach_the_ceiling_and_are_calibrated()
    {
        var random = new System.Random(4);
        var rows = Enumerable.Range(0, 1_000).Select(i => 0.01 + (0.3 * random.NextDouble())).Select((p, i) => Row(i, p, p)).ToList();

        var found = ExpectedMeasures.Of(rows)!;

        Assert.Equal(found.Ceiling, found.Auroc.Value, 9);
        Assert.Equal(1, found.ObservedOverExpected.Value, 6);
        Assert.Equal(1, found.Slope.Value, 3);
        Assert.InRange(found.Ece.Value, 0, 1e-3);
        Assert.InRange(found.Auroc.Value, found.Auroc.Low, found.Auroc.High);
    }

    [Fact]
    public void Twice_too_high_answers_are_found_out()
    {
        var rows = Enumerable.Range(1, 500).Select(i => Row(i, i / 1000.0, i / 2000.0)).ToList();

        Assert.Equal(0.5, ExpectedMeasures.Of(rows)!.ObservedOverExpected.Value, 6);
    }

    [Fact]
    public void A_gain_is_the_difference_on_the_same_rows()
    {
        var better = Enumerable.Range(1, 300).Select(i => Row(i, i / 400.0, i / 400.0)).ToList();
        List<EvaluationRow> worse = [.. better.Select((row, i) => row with { Probability = (i * 7919 % 300) / 400.0 })];

        var gain = ExpectedMeasures.Gain(better, worse)!;

        Assert.Equal(ExpectedMeasures.Area(better) - ExpectedMeasures.Area(worse), gain.Value, 9);
        Assert.True(gain.Low > 0);
        Assert.Equal(0, ExpectedMeasures.Gain(better, better)!.Value);
    }

    [Fact]
    public void Without_known_hazards_nothing_is_claimed()
    {
        Assert.Null(ExpectedMeasures.Of([new EvaluationRow(1, 1, 1, 0.5)]));
        Assert.Null(ExpectedMeasures.Gain([new EvaluationRow(1, 1, 1, 0.5)], [new EvaluationRow(1, 1, 1, 0.4)]));
    }

    private static EvaluationRow Row(int person, double probability, double expected) =>
        new(person, 0, 5, probability) { Expected = expected };
}

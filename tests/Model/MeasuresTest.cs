using Phr.Model.Evaluation;

namespace Phr.Tests.Model;

public class MeasuresTest
{
    [Fact]
    public void Area_counts_pairs_in_the_right_order_and_ties_half()
    {
        // Pairs (outcome, none): .9>.1 yes, .9>.5 yes, .5>.1 yes, .5=.5 half: 3.5 of 4.
        var rows = Rows((0.9, 1), (0.5, 1), (0.5, 0), (0.1, 0));

        Assert.Equal(3.5 / 4, Measures.Of(5, rows).Auroc, 9);
    }

    [Fact]
    public void Area_is_of_the_probability_not_of_a_hard_label()
    {
        // Rounded to a yes or no all answers are no, and the area would be a half.
        Assert.Equal(1, Measures.Of(5, Rows((0.4, 1), (0.3, 0), (0.2, 0))).Auroc, 9);
    }

    [Fact]
    public void Calibrated_answers_have_slope_one_and_no_error()
    {
        var rows = Drawn(60_000, answer: p => p);
        var measures = Measures.Of(5, rows);

        Assert.InRange(measures.Slope, 0.95, 1.05);
        Assert.InRange(measures.ObservedOverExpected, 0.97, 1.03);
        Assert.InRange(measures.Ece, 0, 0.01);
    }

    [Fact]
    public void Overconfident_answers_have_a_slope_below_one()
    {
        var rows = Drawn(60_000, answer: p => 1 / (1 + Math.Pow((1 - p) / p, 2)));

        Assert.InRange(Measures.Of(5, rows).Slope, 0.45, 0.55);
    }

    [Fact]
    public void Who_left_early_is_made_up_for()
    {
        var random = new System.Random(4);
        var rows = Drawn(80_000, answer: p => p).Select(row =>
        {
            var left = -Math.Log(random.NextDouble()) / 0.1;
            return left < row.Years ? row with { Kind = 0, Years = left } : row;
        }).ToList();

        Assert.InRange(Measures.Of(5, rows).ObservedOverExpected, 0.96, 1.04);
        Assert.InRange(rows.Count(row => row.Kind == 1) / rows.Sum(row => row.Probability), 0, 0.9);
    }

    [Fact]
    public void Death_before_the_outcome_is_no_outcome()
    {
        var rows = new[] { new EvaluationRow(1, 2, 1, 0.5), new EvaluationRow(2, 1, 1, 0.5),
            new EvaluationRow(3, 1, 6, 0.5) };
        var measures = Measures.Of(5, rows);

        Assert.Equal(3, measures.Rows);
        Assert.Equal(1, measures.Outcomes);
    }

    [Fact]
    public void Without_any_outcome_nothing_is_claimed()
    {
        var measures = Measures.Of(5, Rows((0.5, 0), (0.2, 0)));

        Assert.True(double.IsNaN(measures.Auroc));
        Assert.True(double.IsNaN(measures.Slope));
    }

    private static List<EvaluationRow> Rows(params (double Probability, int Kind)[] rows) =>
        [.. rows.Select((row, i) => new EvaluationRow(i, row.Kind, row.Kind == 1 ? 1 : 5, row.Probability))];

    private static List<EvaluationRow> Drawn(int count, Func<double, double> answer)
    {
        var random = new System.Random(3);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var true5 = 0.02 + (0.5 * random.NextDouble());
            var comes = random.NextDouble() < true5;
            return new EvaluationRow(i, comes ? 1 : 0, comes ? 5 * random.NextDouble() : 5, answer(true5));
        })];
    }
}

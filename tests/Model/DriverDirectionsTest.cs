using System.Text;
using Phr.Model.Assessments;
using Phr.Model.Cohorts;
using Phr.Model.Explanations;
using Phr.Model.Tokens;

namespace Phr.Tests.Model;

/// <summary>Whether a group raises or lowers a risk is told only where people not learnt from show that it would be right.</summary>
public sealed class DriverDirectionsTest
{
    [Fact]
    public void The_lowest_bound_is_taken_above_which_enough_directions_are_right()
    {
        // Small contributions are wrong in every other, larger ones right: 0.20 to 0.40 and the last of the small at 0.19.
        var pairs = Enumerable.Range(1, 40).SelectMany(hundredth => Enumerable.Range(0, 10).Select(i =>
            new ContributionPair(hundredth / 100.0, hundredth < 20 && i % 2 == 0 ? -0.5 : 0.5))).ToList();

        var bound = DriverDirections.Find(pairs)!;

        Assert.Equal(400, bound.Groups);
        var told = pairs.Where(pair => Math.Abs(pair.Answer) >= bound.LogOddsMin).ToList();
        Assert.True(told.Average(pair => pair.IsRight ? 1.0 : 0) >= DriverDirections.RightMin);
        var oneLower = pairs.Where(pair => Math.Abs(pair.Answer) >= bound.LogOddsMin - 0.01).ToList();
        Assert.True(oneLower.Average(pair => pair.IsRight ? 1.0 : 0) < DriverDirections.RightMin, $"{bound.LogOddsMin}");
    }

    [Fact]
    public void From_one_group_too_few_nothing_is_found_and_groups_that_do_not_matter_do_not_count()
    {
        var right = Enumerable.Repeat(new ContributionPair(0.5, 0.5), DriverDirections.GroupsMin - 1);
        var idle = Enumerable.Repeat(new ContributionPair(0.5, ContributionPair.DriverMin - 0.01), 1000);

        Assert.Null(DriverDirections.Find([.. right, .. idle]));
        Assert.NotNull(DriverDirections.Find([.. right, new ContributionPair(0.5, 0.5), .. idle]));
        Assert.Null(DriverDirections.Find([.. Enumerable.Repeat(new ContributionPair(-0.5, 0.5), 100)]));
    }

    [Fact]
    public void At_the_bound_a_direction_is_told_and_below_it_and_of_other_tasks_not()
    {
        var directions = DriverDirections.Load(
            new DriverDirections(new Dictionary<string, DirectionBound> { ["a"] = new(0.2, 100) }).Store());

        Assert.True(directions.IsTold("a", -0.2));
        Assert.False(directions.IsTold("a", 0.199));
        Assert.False(directions.IsTold("b", 5));
        Assert.True(DriverDirections.None.IsTold("b", 0.01));
        Assert.False(DriverDirections.Load(new DriverDirections(new Dictionary<string, DirectionBound>()).Store()).IsTold("b", 5));
        Assert.Throws<InvalidDataException>(() => DriverDirections.Load(Encoding.UTF8.GetBytes("[]")));
    }

    [Fact]
    public void An_open_direction_is_said_to_be_open_in_both_languages()
    {
        var task = TaskDefinition.Load(Path.Combine(Records.Root(), "model-service", "training", "tasks"))[0];
        var group = new GroupContribution(ClinicalGroup.Named("blood-pressure"), 0.02, 0.3, 0, []);
        RiskText Said(bool told) => RiskText.Of(
            new OutcomeRisk(task, null)
            {
                Horizons = [new HorizonRisk(task.HorizonYears, 0.1)],
                Explanation = new Explanation(0.1, 0.08, [group with { IsDirectionTold = told }], 0, 0),
            }, Records.Later);

        var (told, open) = (Said(true).Drivers.Single().Text, Said(false).Drivers.Single().Text);

        Assert.Contains("高い", told.Japanese, StringComparison.Ordinal);
        Assert.Contains("higher estimate", told.English, StringComparison.Ordinal);
        Assert.Contains("言えません", open.Japanese, StringComparison.Ordinal);
        Assert.Contains("do not tell whether", open.English, StringComparison.Ordinal);
        Assert.DoesNotContain("人", open.Japanese, StringComparison.Ordinal);
    }
}

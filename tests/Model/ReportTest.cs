using Phr.Model.Evaluation;
using Phr.Model.Reports;
using Phr.Model.Runs;
using Phr.Simulator;

namespace Phr.Tests.Model;

public sealed class ReportTest
{
    [Fact]
    public void People_to_evaluate_on_are_none_that_were_learnt_from()
    {
        foreach (var cohort in EvaluationCohort.Of(TrainingPlan.Shipped))
            Assert.True(cohort.Range.First >= TrainingPlan.Shipped.People, cohort.Key);
    }

    [Fact]
    public void The_controls_have_their_cause_switched_off_and_nothing_else()
    {
        var worlds = EvaluationCohort.Of(TrainingPlan.Shipped).ToDictionary(cohort => cohort.Key, cohort => cohort.World);

        Assert.Equal(World.Shipped, worlds[EvaluationCohort.NothingOld] with { Name = "shipped", LongRange = 1 });
        Assert.Equal(World.Shipped, worlds[EvaluationCohort.DullDevices] with { Name = "shipped", WearablesInformative = true });
        Assert.Equal(World.Second, worlds[EvaluationCohort.Second]);
    }

    [Fact]
    public void A_goal_that_is_missed_says_by_how_much_in_every_form()
    {
        var goal = new Goal("ECE <worst>", "at most 0.01", "0.034", false, "0.024", "few people");
        var report = new ModelReport([], [], [], [goal], ["coverage: not provided"]);

        var markdown = ReportFiles.Markdown("a-1", report, []);
        var html = ReportFiles.Html("a-1", report, []);

        Assert.Contains("| ECE <worst> | at most 0.01 | 0.034 | **no** | 0.024 | few people |", markdown, StringComparison.Ordinal);
        Assert.Contains("<td>ECE &lt;worst&gt;</td><td>at most 0.01</td><td>0.034</td><td>no</td><td>0.024</td><td>few people</td>", html, StringComparison.Ordinal);
        Assert.Contains("coverage: not provided", html, StringComparison.Ordinal);
    }

    /// <summary>Heart failure has no trees to compare with, too few outcomes in subgroups, and no truth of the second world.</summary>
    [Fact]
    public void What_is_set_as_a_goal_and_has_no_figure_is_said_not_to_be_measured()
    {
        var question = new QuestionReport(
            "heart-failure-decompensation", 0.08, Measures.Of(0.08, [new EvaluationRow(1, 0, 0.08, 0.1)]), null,
            new Dictionary<string, double>(), null, null, [], [], []);
        WorldReport[] worlds = [new("shipped", "d", 1, [question]), new("second", "d", 1, [question])];
        var report = new ModelReport(worlds, [], [], [], []);
        var truth = new TrueRiskComparison(question.Task, 0.08, 9, 0.02, 0.013, 0.5) { Coverage = 0.877 };

        var goals = Goals.Of(report, [truth]);

        Assert.Equal(2, goals.Count(goal => goal.Met is not null));
        Assert.Equal((false, "0.003"), Found("shipped, heart-failure-decompensation: 90 % intervals cover"));
        Assert.Equal((false, "0.003"), Found("shipped, heart-failure-decompensation: mean error to the true risk (base rate 0.02)"));
        Assert.All((string[])["ECE of the worst subgroup", "AUROC over boosted trees", "mean error to the true risk",
            "strongest true driver among the first three", "contributions of groups that do not act", "90 % intervals cover"],
            name => Assert.Equal((null, ""), Found($"second, heart-failure-decompensation: {name}")));
        var measured = Goals.Of(report with { Second = new SecondTruth([truth with { Coverage = 0.9 }], []) }, [truth]);
        Assert.Equal(4, measured.Count(goal => goal.Met is not null));

        (bool?, string) Found(string name)
        {
            var goal = Assert.Single(goals, goal => goal.Name == name);
            return (goal.Met, goal.MissedBy);
        }
    }

    [Fact]
    public void A_reason_is_of_its_outcome()
    {
        QuestionReport Question(string task) => new(task, 5, Measures.Of(5, [new EvaluationRow(1, 0, 5, 0.1)]), null,
            new Dictionary<string, double>(), null, null, [], [], []);
        string[] tasks = ["type-2-diabetes", "heart-failure-decompensation"];
        var report = new ModelReport([new WorldReport("shipped", "d", 1, [.. tasks.Select(Question)])], [], [], [], []);

        var goals = Goals.Of(report, [.. tasks.Select(task => new TrueRiskComparison(task, 5, 9, 0.02, 0.5, 0.5))]);

        Assert.Equal(["heart-failure-decompensation"], tasks.Where(task => goals.Any(goal =>
            goal.Name.Contains(task, StringComparison.Ordinal) && goal.Why.Contains("congestion", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_part_without_figures_is_said_to_have_none()
    {
        var question = new QuestionReport("a", 5, Measures.Of(5, [new EvaluationRow(1, 0, 5, 0.1)]), null,
            new Dictionary<string, double>(), null, null, [], [], []);
        var report = new ModelReport([new WorldReport("w", "d", 1, [question])], [], [], [], []);

        Assert.Contains("not provided", ReportFiles.Markdown("a-1", report, []), StringComparison.Ordinal);
    }
}

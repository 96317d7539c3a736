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

    [Fact]
    public void A_part_without_figures_is_said_to_have_none()
    {
        var question = new QuestionReport("a", 5, Measures.Of(5, [new EvaluationRow(1, 0, 5, 0.1)]), null,
            new Dictionary<string, double>(), null, null, [], [], []);
        var report = new ModelReport([new WorldReport("w", "d", 1, [question])], [], [], [], []);

        Assert.Contains("not provided", ReportFiles.Markdown("a-1", report, []), StringComparison.Ordinal);
    }
}

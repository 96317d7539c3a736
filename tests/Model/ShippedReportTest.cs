using System.Text.Json;
using System.Text.Json.Serialization;
using Phr.Model.Reports;
using Phr.Model.Runs;
using Phr.Model.Scoring;

namespace Phr.Tests.Model;

/// <summary>What is shipped beside the model is what the code of today makes of its figures: nothing was written by hand.</summary>
public sealed class ShippedReportTest
{
    private static readonly string Folder = ModelArtefact.Newest(Path.Combine(Records.Root(), "model-service", "models"))!;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private static readonly TrainingReport Report =
        JsonSerializer.Deserialize<TrainingReport>(File.ReadAllBytes(Path.Combine(Folder, "report.json")), Options)!;

    private static readonly ModelReport Details = Report.Details!;

    [Fact]
    public void Report_and_card_are_made_from_the_figures()
    {
        Assert.Equal(Path.GetFileName(Folder), Report.Plan.Name);
        Assert.Equal(TrainingPlan.Shipped, Report.Plan);
        Assert.Equal(ReportFiles.Markdown(Report.Plan.Name, Details, Report.TrueRisk), Shipped("report.md"));
        Assert.Equal(ReportFiles.Html(Report.Plan.Name, Details, Report.TrueRisk), Shipped("report.html"));
        Assert.Equal(ModelCard.Of(ModelArtefact.Load(Folder), Report), Shipped("card.md"));
    }

    [Fact]
    public void Goals_are_judged_from_the_figures()
    {
        Assert.NotEmpty(Details.Goals);
        Assert.Equal(Goals.Of(Details, Report.TrueRisk), Details.Goals);
        Assert.Equal(ModelReports.NotProvided, Details.NotProvided);
    }

    [Fact]
    public void The_best_knowable_risk_lies_between_boosted_trees_and_the_truth()
    {
        Assert.Equal([EvaluationCohort.Shipped, EvaluationCohort.Second], Details.Knowable.Select(world => world.World));
        foreach (var world in Details.Knowable)
        {
            var own = world.Questions.Where(question => question.Baselines.ContainsKey("boostedTrees")).ToList();
            Assert.Equal(3, own.Count);
            Assert.All(own, question => Assert.True(question.Rows >= 500, question.Task));
            Assert.All(own, question => Assert.True(question.Refused < 0.03 * question.Rows, question.Task));
            Assert.All(own, question => Assert.InRange(question.Joined, question.Baselines["boostedTrees"], question.Filter.Ceiling));
            Assert.True(own.Average(question => question.Filter.Auroc.Value) > own.Average(question => question.Baselines["boostedTrees"]));
        }
    }

    private static string Shipped(string name) => File.ReadAllText(Path.Combine(Folder, name));
}

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
        Assert.Equal(Goals.Of([.. Details.Worlds.Take(2)], Report.TrueRisk, Details.Sweeps, Details.Explanations), Details.Goals);
        Assert.Equal(ModelReports.NotProvided, Details.NotProvided);
    }

    private static string Shipped(string name) => File.ReadAllText(Path.Combine(Folder, name));
}

using System.Globalization;
using System.Text;
using Phr.Model.Assessments;
using Phr.Model.Reports;
using Phr.Model.Scoring;

namespace Phr.Model.Runs.OwnPeople;

/// <summary>The card of a model that learnt from a site's own people.</summary>
public static class OwnModelCard
{
    public static string Of(ModelArtefact model, OwnTrainingReport report)
    {
        var text = new StringBuilder();
        ModelCard.Head(text, model, Origin(report));
        text.AppendLine("## Figures on held-out people of the same data set").AppendLine();
        foreach (var table in OwnReportFiles.Tables(report))
        {
            ReportText.Append(text, table);
            text.AppendLine();
        }
        foreach (var line in report.NotProvided)
            text.AppendLine(CultureInfo.InvariantCulture, $"- {line}");
        return text.ToString();
    }

    private static CardOrigin Origin(OwnTrainingReport report)
    {
        var people = report.Survey.People;
        var leftOut = report.LeftOut.Count == 0 ? new Wording("なし", "none")
            : new Wording(string.Join("、", report.LeftOut), string.Join(", ", report.LeftOut));
        return new CardOrigin(
            new($"一施設のMEDSデータだけです（学習{people.Train}人、調整{people.Tuning}人、評価{people.HeldOut}人、{report.Steps}項目、"
                + $"乱数種{report.Plan.Learning.Seed}）。**ほかの施設の記録では検証していません。**",
                $"one site's MEDS data set only ({people}; {report.Steps} steps, seed {report.Plan.Learning.Seed}). "
                + "**It was not validated on records of any other site.**"),
            new($"記録された結果（ICD-10の診断、入院と退院、死亡）から学びました。真のリスクは誰にも分かりません。結果が少なく学ばなかった問い：{leftOut.Japanese}。",
                $"recorded outcomes (ICD-10 diagnoses, stays in hospital, deaths); nobody knows the true risks. "
                + $"Left out, for too few outcomes: {leftOut.English}."),
            $"Data set `{report.Learnt.DatasetSha256}`, vocabulary `{report.VocabularySha256}`.");
    }
}

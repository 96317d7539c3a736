using System.Globalization;
using System.Text;
using Phr.Model.Assessments;
using Phr.Model.Evaluation;
using Phr.Model.Reports;
using Phr.Model.Scoring;
using static Phr.Model.Reports.ReportTables;

namespace Phr.Model.Runs;

/// <summary>What a card says of a model's origin.</summary>
/// <param name="Records">That it was trained on; <paramref name="Teacher"/> what it learnt from them.</param>
/// <param name="Digests">One line of Markdown.</param>
internal sealed record CardOrigin(Wording Records, Wording Teacher, string Digests);

/// <summary>
/// The card of a model (<c>card.md</c>), made from its report: after Model Facts (Sendak et al. 2020, npj Digit Med
/// 3:41). What is not known is said to be not provided.
/// </summary>
public static class ModelCard
{
    public static string Of(ModelArtefact model, TrainingReport report)
    {
        var text = new StringBuilder();
        Head(text, model, Origin(report));
        Figures(text, report);
        if (report.Details is { } details)
            Facts(text, details);
        return text.ToString();
    }

    /// <summary>What holds of every model, and what it learnt from.</summary>
    internal static void Head(StringBuilder text, ModelArtefact model, CardOrigin origin)
    {
        Japanese(text, model, origin);
        English(text, model, origin);
    }

    private static CardOrigin Origin(TrainingReport report) => new(
        new($"模擬データだけです（シミュレーターの世界「{report.World}」、{report.Plan.People}人、{report.Steps}項目、乱数種{report.Plan.Seed}）。**実在の患者の記録では学習も検証もしていません。**",
            $"simulated records only (world \"{report.World}\" of the project's simulator, {report.Plan.People} people, {report.Steps} steps, seed {report.Plan.Seed}). **It was neither trained nor validated on records of real patients.**"),
        new("模擬世界だけが知る真のハザード（特権情報）を学びました。実在の記録で学ぶときは、記録された結果から学びます。",
            "the true hazards that only the simulator knows (privileged information); on real records it learns from recorded outcomes."),
        $"World digest `{report.WorldDigest}`, vocabulary `{report.VocabularySha256}`.");

    private static void Japanese(StringBuilder text, ModelArtefact model, CardOrigin origin) => text.Append(CultureInfo.InvariantCulture, $"""
        # {model.Name}

        ## 日本語

        - **何をするか**: 一人の記録の全体を読み、次の問いに確率で答えます：{string.Join("、", model.Definitions.Select(task => task.Japanese))}。
        - **学習データ**: {origin.Records.Japanese}
        - **教師**: {origin.Teacher.Japanese}
        - **使ってはいけない用途**: 診断、治療の開始・変更・中止の判断、保険や雇用の審査、緊急時の判断。施設が自分の記録で検証し署名するまで（`phr evaluate`）、患者には表示されません。
        - **説明について**: {Reasons(model).Japanese}病気の原因を示すものではありません。
        - **限界**: 学習していない病気・薬・検査は読めないか、大まかにしか読めません。医療機関にかかることが少ない人では、答えは年齢と性別に近くなります。
        - **作りかた**: Mamba-2（{model.Shape.Layers}層）と概念ごとのレジスタ、語彙{model.Shape.Vocabulary}、記録の長さに制限なし。


        """);

    private static Wording Reasons(ModelArtefact model) => model.Groups.Count > 0
        ? new("答えのうち、同じ年齢・性別の平均的な人との違いによる部分を示します。",
            "are the parts of the answer that come from differing from a typical person of the same age and sex.")
        : new("「この記録がなければ答えはどう変わるか」を示します。", "say how the answer would change without some entries.");

    private static void English(StringBuilder text, ModelArtefact model, CardOrigin origin) => text.Append(CultureInfo.InvariantCulture, $"""
        ## English

        - **What it does**: reads a person's whole record and answers with a probability whether the person will {string.Join("; ", model.Definitions.Select(task => task.English))}.
        - **Trained on**: {origin.Records.English}
        - **Learnt from** {origin.Teacher.English}
        - **Not to be used** for diagnosis, for starting, changing or stopping a treatment, for insurance or employment, or in an emergency. No patient sees an answer before the site has validated the model on its own records and signed (`phr evaluate`).
        - **Explanations** {Reasons(model).English} They do not say what causes an illness.
        - **Limits**: diseases, medicines and tests that were not in training are read roughly or not at all. For people who rarely see a doctor the answer stays close to their age and sex.
        - **Mechanism**: Mamba-2, {model.Shape.Layers} layers, with a register for each concept, vocabulary of {model.Shape.Vocabulary}, records of any length.
        - **External validation, prospective validation, use in care**: not provided.

        {origin.Digests}


        """);

    private static void Figures(StringBuilder text, TrainingReport report)
    {
        text.AppendLine("## Figures on held-out simulated people").AppendLine();
        text.AppendLine("Trained and tested on simulated records; comparisons with published numbers are for context, not superiority.").AppendLine();
        text.AppendLine("| task, horizon | rows | outcomes | AUROC | boosted trees | classical factors | age and sex | Brier | O/E | slope | ECE |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var task in report.Evaluation.Tasks)
        {
            var all = task.All;
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {task.Task}, {task.HorizonYears:0.##} y | {all.Rows} | {all.Outcomes} | {Figure(all.Auroc)} | {Area(task, "boostedTrees")} | {Area(task, "classical")} | {Area(task, "ageSex")} | {Figure(all.Brier)} | {Figure(all.ObservedOverExpected)} | {Figure(all.Slope)} | {Figure(all.Ece)} |");
        }
        text.AppendLine().AppendLine("| task | moments | mean true risk | mean error to true risk | rank correlation |").AppendLine("|---|---|---|---|---|");
        foreach (var truth in report.TrueRisk)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {truth.Task} | {truth.Moments} | {Figure(truth.BaseRate)} | {Figure(truth.MeanAbsoluteError)} | {Figure(truth.Spearman)} |");
    }

    /// <summary>The model-facts label: what a reader must know at a glance, from the report.</summary>
    private static void Facts(StringBuilder text, ModelReport details)
    {
        text.AppendLine().AppendLine("## Model facts").AppendLine();
        text.AppendLine("Against the true hazards of people whom it never saw; bounds of 95 % by a bootstrap over people. The whole: `report.html`.").AppendLine();
        text.Append("| world, question | AUROC | boosted trees, of outcomes and of hazards | Transformer, 512 steps ")
            .AppendLine("| O/E | slope | ECE |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        foreach (var (world, question) in details.Worlds.Take(2).SelectMany(world => world.Questions.Select(question => (world, question))))
        {
            if (question.Model is { } found)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {world.World}, {question.Task} | {Bounds(found.Auroc)} ");
                text.Append(CultureInfo.InvariantCulture, $"| {Baseline(question, "boostedTrees")}, ");
                text.Append(CultureInfo.InvariantCulture, $"{Baseline(question, "boostedTreesOfHazards")} ");
                text.Append(CultureInfo.InvariantCulture, $"| {Baseline(question, "transformer")} | ");
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"{Bounds(found.ObservedOverExpected)} | {Bounds(found.Slope)} | {Figure(found.Ece.Value)} |");
            }
        }
        Knowable(text, details);
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture,
            $"Goals met: {details.Goals.Count(goal => goal.Met == true)} of {details.Goals.Count}; missed: {details.Goals.Count(goal => goal.Met == false)}; not measured: {details.Goals.Count(goal => goal.Met is null)}.").AppendLine();
        foreach (var line in details.NotProvided)
            text.AppendLine(CultureInfo.InvariantCulture, $"- {line}");
    }

    /// <summary>How near the answers come to the best that a record allows.</summary>
    private static void Knowable(StringBuilder text, ModelReport details)
    {
        if (details.Knowable.Count == 0)
            return;
        text.AppendLine().Append("| world, question | rows | AUROC of the best risk knowable (particle filter) ")
            .AppendLine("| of it and the model joined | of the model | knowing the true hazards |").AppendLine("|---|---|---|---|---|---|");
        foreach (var (world, question) in details.Knowable.SelectMany(world => world.Questions.Select(question => (world, question))))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {world.World}, {question.Task} | {question.Rows} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Bounds(question.Filter.Auroc)} ");
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {Figure(question.Joined)} | {Figure(question.Model)} | {Figure(question.Filter.Ceiling)} |");
        }
    }

    private static string Area(TaskEvaluation task, string baseline) =>
        task.Baselines.TryGetValue(baseline, out var measures) ? Figure(measures.Auroc) : "not provided";
}

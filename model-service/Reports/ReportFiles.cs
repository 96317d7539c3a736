using System.Globalization;
using System.Net;
using System.Text;
using Phr.Model.Runs;

namespace Phr.Model.Reports;

/// <summary>The report to read: Markdown, and HTML with plots, of the same tables.</summary>
public static class ReportFiles
{
    private const string Honesty =
        "Trained and tested on simulated records; comparisons with published numbers are for context, not superiority. "
        + "Measures are against the true hazards of simulated people (of the same expectation as against what came, less scattered); bounds are of a bootstrap over people.";

    public static string Markdown(string name, ModelReport report, IReadOnlyList<TrueRiskComparison> trueRisk)
    {
        var text = new StringBuilder($"# Report of {name}\n\n{Honesty}\n");
        foreach (var table in ReportTables.Of(report, trueRisk))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {table.Heading}\n\n| {string.Join(" | ", table.Columns)} |\n");
            text.Append('|').Insert(text.Length, "---|", table.Columns.Count).Append('\n');
            foreach (var row in table.Rows)
                text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |\n");
        }
        text.Append("\n## Not provided\n\n");
        foreach (var line in report.NotProvided)
            text.Append(CultureInfo.InvariantCulture, $"- {line}\n");
        return text.ToString();
    }

    public static string Html(string name, ModelReport report, IReadOnlyList<TrueRiskComparison> trueRisk)
    {
        var text = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">");
        text.Append(CultureInfo.InvariantCulture, $"<title>Report of {name}</title><style>body{{font:14px/1.5 sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}}table{{border-collapse:collapse}}td,th{{border:1px solid #ccc;padding:.2rem .5rem;text-align:left}}svg{{margin:.5rem;font:10px sans-serif}}</style>");
        text.Append(CultureInfo.InvariantCulture, $"<h1>Report of {name}</h1><p>{Honesty}</p>");
        foreach (var world in report.Worlds.Take(2))
            text.Append(CultureInfo.InvariantCulture, $"<h2>Calibration curves, world {world.World}</h2>{string.Concat(world.Questions.Select(Curve))}");
        text.Append("<h2>AUROC by context</h2>").Append(Contexts(report.Sweeps));
        foreach (var table in ReportTables.Of(report, trueRisk))
            Append(text, table);
        return text.Append("<h2>Not provided</h2><ul>")
            .AppendJoin("", report.NotProvided.Select(line => $"<li>{WebUtility.HtmlEncode(line)}</li>")).Append("</ul></html>\n").ToString();
    }

    private static string Curve(QuestionReport question) => SvgPlot.Of(
        question.Task, "answer", "share",
        [
            new PlotLine("to be expected", [.. question.Curve.Select(bin => (bin.Answer, bin.Expected))]),
            new PlotLine("came", [.. question.Curve.Select(bin => (bin.Answer, bin.Recorded))]),
        ], diagonal: true);

    private static string Contexts(IReadOnlyList<SweepReport> sweeps) => SvgPlot.Of(
        "Mean AUROC", "steps", "AUROC",
        [
            .. sweeps.Where(sweep => sweep.Kind == "context").Select(sweep => new PlotLine(sweep.World,
                [.. sweep.Mean.Select(pair => (double.Parse(pair.Key, CultureInfo.InvariantCulture), pair.Value))])),
        ], diagonal: false);

    private static void Append(StringBuilder text, ReportTable table)
    {
        text.Append(CultureInfo.InvariantCulture, $"<h2>{WebUtility.HtmlEncode(table.Heading)}</h2><table><tr>");
        text.AppendJoin("", table.Columns.Select(column => $"<th>{WebUtility.HtmlEncode(column)}</th>")).Append("</tr>");
        foreach (var row in table.Rows)
        {
            var cells = row.Select(cell => $"<td>{WebUtility.HtmlEncode(cell.Replace("**", "", StringComparison.Ordinal))}</td>");
            text.Append("<tr>").AppendJoin("", cells).Append("</tr>");
        }
        text.Append("</table>");
    }
}

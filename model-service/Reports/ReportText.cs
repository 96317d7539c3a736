using System.Globalization;
using System.Net;
using System.Text;

namespace Phr.Model.Reports;

/// <summary>A row of plots under a heading, as SVG.</summary>
internal sealed record ReportPlots(string Heading, string Svg);

/// <summary>A report without a form.</summary>
/// <param name="Honesty">What the figures are of.</param>
internal sealed record ReportContent(
    string Title, string Honesty, IReadOnlyList<ReportPlots> Plots, IReadOnlyList<ReportTable> Tables, IReadOnlyList<string> NotProvided);

/// <summary>A report to read: Markdown, and HTML with plots, of the same tables.</summary>
internal static class ReportText
{
    public static string Markdown(ReportContent report)
    {
        var text = new StringBuilder($"# {report.Title}\n\n{report.Honesty}\n");
        foreach (var table in report.Tables)
            Append(text.Append('\n'), table);
        text.Append("\n## Not provided\n\n");
        foreach (var line in report.NotProvided)
            text.Append(CultureInfo.InvariantCulture, $"- {line}\n");
        return text.ToString();
    }

    /// <summary>A table with its heading, in Markdown.</summary>
    public static void Append(StringBuilder text, ReportTable table)
    {
        text.Append(CultureInfo.InvariantCulture, $"## {table.Heading}\n\n| {string.Join(" | ", table.Columns)} |\n");
        text.Append('|').Insert(text.Length, "---|", table.Columns.Count).Append('\n');
        foreach (var row in table.Rows)
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |\n");
    }

    public static string Html(ReportContent report)
    {
        var text = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">");
        text.Append(CultureInfo.InvariantCulture, $"<title>{WebUtility.HtmlEncode(report.Title)}</title><style>body{{font:14px/1.5 sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}}table{{border-collapse:collapse}}td,th{{border:1px solid #ccc;padding:.2rem .5rem;text-align:left}}svg{{margin:.5rem;font:10px sans-serif}}</style>");
        text.Append(CultureInfo.InvariantCulture, $"<h1>{WebUtility.HtmlEncode(report.Title)}</h1><p>{WebUtility.HtmlEncode(report.Honesty)}</p>");
        foreach (var plots in report.Plots)
            text.Append(CultureInfo.InvariantCulture, $"<h2>{WebUtility.HtmlEncode(plots.Heading)}</h2>{plots.Svg}");
        foreach (var table in report.Tables)
            AppendHtml(text, table);
        return text.Append("<h2>Not provided</h2><ul>")
            .AppendJoin("", report.NotProvided.Select(line => $"<li>{WebUtility.HtmlEncode(line)}</li>")).Append("</ul></html>\n").ToString();
    }

    private static void AppendHtml(StringBuilder text, ReportTable table)
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

using System.Globalization;
using System.Text;

namespace Phr.Model.Reports;

/// <summary>A line of a plot: its name and points in data units.</summary>
internal sealed record PlotLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>A small plot as SVG: two axes from zero, lines with points, a legend.</summary>
internal static class SvgPlot
{
    private const double Width = 320;
    private const double Height = 240;
    private const double Left = 46;
    private const double Bottom = 34;
    private const double Top = 24;
    private const double Right = 10;

    private static readonly string[] Colours = ["#0b6e99", "#b3541e", "#4b7f3a", "#7b4ba0"];

    /// <param name="diagonal">Whether the line on which both are equal is drawn.</param>
    public static string Of(string title, string x, string y, IReadOnlyList<PlotLine> lines, bool diagonal)
    {
        var points = lines.SelectMany(line => line.Points).Where(point => double.IsFinite(point.Y)).ToList();
        if (points.Count == 0)
            return "";
        var (maxX, maxY) = (points.Max(point => point.X), points.Max(point => point.Y));
        if (diagonal)
            maxX = maxY = Math.Max(maxX, maxY);
        double X(double value) => Left + (value / maxX * (Width - Left - Right));
        double Y(double value) => Height - Bottom - (value / maxY * (Height - Bottom - Top));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"{title}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"14\" font-weight=\"bold\">{title}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Top}V{Height - Bottom}H{Width - Right}\" fill=\"none\" stroke=\"#555\"/>");
        if (diagonal)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{X(0):0.#} {Y(0):0.#}L{X(maxX):0.#} {Y(maxY):0.#}\" stroke=\"#bbb\" stroke-dasharray=\"4 3\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{Height - 4}\">{x}: 0 to {maxX:0.###}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"4\" y=\"{Top - 2}\" font-size=\"9\">{y}: 0 to {maxY:0.###}</text>");
        foreach (var (line, i) in lines.Select((line, i) => (line, i)))
        {
            var colour = Colours[i % Colours.Length];
            var path = string.Join(' ', line.Points.Where(point => double.IsFinite(point.Y))
                .Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X):0.#},{Y(point.Y):0.#}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + 6}\" y=\"{Top + 12 + (13 * i)}\" fill=\"{colour}\">{line.Name}</text>");
        }
        return svg.Append("</svg>").ToString();
    }
}

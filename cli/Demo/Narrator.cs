using Spectre.Console;

namespace Phr.Cli.Demo;

/// <summary>Tells a person what happens, in both languages of the product.</summary>
internal sealed class Narrator(IAnsiConsole console)
{
    public void Title(int number, string japanese, string english)
    {
        console.WriteLine();
        console.Write(new Rule($"[bold]{number}  {Markup.Escape(japanese)}[/] [grey]· {Markup.Escape(english)}[/]").LeftJustified());
    }

    public void Say(string japanese, string english)
    {
        console.WriteLine(japanese);
        console.MarkupLine($"[grey]{Markup.Escape(english)}[/]");
    }

    /// <param name="columns">Headings; those that begin with # are of numbers.</param>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns)
        {
            var heading = new TableColumn(Markup.Escape(column.TrimStart('#')));
            table.AddColumn(column.StartsWith('#') ? heading.RightAligned() : heading);
        }
        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        console.Write(table);
    }

    /// <summary>Shows bars while work goes on.</summary>
    public Task Bars(Func<ProgressContext, CancellationToken, Task> work, CancellationToken ct) => console.Progress().AutoClear(false)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .StartAsync(bars => work(bars, ct));
}

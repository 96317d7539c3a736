using System.CommandLine;
using Phr.Cli.Host;
using Spectre.Console;

namespace Phr.Cli.Safekeeping;

/// <summary><c>phr verify</c>: is the log what was written, and is what stands beside it what the log gives?</summary>
internal static class Verify
{
    private const int ProblemsShown = 20;

    public static Command Verb()
    {
        var database = new Option<string?>("--database") { Description = "PostgreSQL connection string instead of the folder's own." };
        var verb = new Command("verify", "Checks the chain of events, and rebuilds what is derived from it and compares.")
        {
            SharedOptions.Data, SharedOptions.Json, database,
        };
        verb.SetAction((parsed, ct) => Run(
            DataFolder.Choose(parsed.GetValue(SharedOptions.Data)), parsed.GetValue(database), parsed.GetValue(SharedOptions.Json), ct));
        return verb;
    }

    private static async Task<int> Run(DataFolder folder, string? database, bool json, CancellationToken ct)
    {
        await using var kept = await KeptLog.Open(folder, database, ct);
        var found = await Terminal.Status(
            (say, stop) => Verification.Of(kept, (part, position) => say(Step(part, position)), stop), ct);
        if (json)
            Console.WriteLine(found.ToJson());
        else
            Print(found);
        if (!found.Ok)
            await Console.Error.WriteLineAsync($"phr: {found.ProblemCount} problems among {found.Events} events.");
        return found.Ok ? 0 : 1;
    }

    private static string Step(string part, long position) => part == "chain"
        ? Words.Pick($"鎖の検証 {position:N0}", $"walking the chain {position:N0}")
        : Words.Pick($"再構築と比較 {position:N0}", $"rebuilding and comparing {position:N0}");

    private static void Print(Verification found)
    {
        AnsiConsole.WriteLine(Words.Pick($"{found.Events:N0} 件の出来事を調べました。", $"{found.Events:N0} events were checked."));
        if (found.Ok)
        {
            AnsiConsole.WriteLine(Words.Pick("すべて書かれたとおりです。", "All is as it was written."));
            return;
        }
        var table = new Table().Border(TableBorder.Simple).AddColumns("position", "stream", "");
        foreach (var problem in found.Problems.Take(ProblemsShown))
            table.AddRow($"{problem.Position}", $"{problem.Stream?.Value}", Markup.Escape(problem.What));
        AnsiConsole.Write(table);
    }
}

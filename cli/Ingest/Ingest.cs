using System.CommandLine;
using Phr.Cli.Host;
using Phr.Cli.Tokens;
using Phr.Planets.Intake.Offers;
using Spectre.Console;

namespace Phr.Cli.Ingest;

/// <summary>
/// <c>phr ingest FILE…</c>: takes in what hospitals and devices exported, as those of the demonstration, and says what became of
/// each part. A site's own systems post to <c>/intake/bundles</c> and <c>/people/me/readings</c> themselves.
/// </summary>
internal static class Ingest
{
    private const int RefusalsShown = 10;

    public static Command Verb()
    {
        var files = new Argument<string[]>("FILE")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "FHIR as JSON or NDJSON, exports of devices, folders, .zip, .tar.gz.",
        };
        var who = new Option<string?>("--as")
        {
            HelpName = "WHO", Description = $"Who sends it; otherwise {IngestRun.Hospital} sends FHIR and {IngestRun.Person} what devices exported.",
        };
        var zone = new Option<string>("--zone") { Description = "IANA zone of times that tell no offset.", DefaultValueFactory = _ => "Asia/Tokyo" };
        var verb = new Command("ingest", "Takes in files of hospitals and devices.") { files, who, zone, SharedOptions.Data, SharedOptions.Json };
        verb.SetAction(async (parsed, ct) =>
        {
            var folder = DataFolder.Choose(parsed.GetValue(SharedOptions.Data));
            var total = await Run(folder, new IngestOrder(parsed.GetValue(files)!, parsed.GetValue(who), parsed.GetValue(zone)!), ct);
            if (parsed.GetValue(SharedOptions.Json))
                Console.WriteLine(total.ToJson());
            else
                Print(total.Report());
            return 0;
        });
        return verb;
    }

    private static async Task<IngestTotal> Run(DataFolder folder, IngestOrder order, CancellationToken ct)
    {
        var platform = RunRecord.RunningDemonstration(folder);
        var tokens = new DemoTokens(platform.Settings(folder), new DemoFiles(folder.Path), TimeProvider.System);
        using var run = new IngestRun(order, platform, tokens, ct);
        return await Terminal.Status(
            async (say, stop) =>
            {
                await run.Run(say, stop);
                return run.Total;
            },
            ct);
    }

    private static void Print(IngestReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(
            "", Words.Pick("件数", "in"), Words.Pick("新規", "stored"), Words.Pick("既知", "merged"),
            Words.Pick("原文のまま", "kept raw"), Words.Pick("受け取れず", "refused"));
        foreach (var column in table.Columns.Skip(1))
            column.RightAligned();
        foreach (var (type, count) in report.ByType)
            table.AddRow(Markup.Escape(type), $"{count.In:N0}", $"{count.Stored:N0}", $"{count.Merged:N0}", $"{count.KeptRaw:N0}", $"{count.Refused:N0}");
        table.AddRow("", $"{report.In:N0}", $"{report.Stored:N0}", $"{report.Merged:N0}", $"{report.KeptRaw:N0}", $"{report.Refused:N0}");
        AnsiConsole.Write(table);
        foreach (var refusal in report.Refusals.Take(RefusalsShown))
            AnsiConsole.WriteLine($"{refusal.Where}: {refusal.Why}");
    }
}

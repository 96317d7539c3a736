using System.CommandLine;
using Phr.Cli.Bench.Engine;
using Phr.Cli.Bench.EventLog;
using Phr.Cli.Bench.Main;
using Phr.Cli.Bench.Matching;
using Phr.Cli.Bench.Meds;
using Phr.Cli.Bench.Model;
using Phr.Cli.Bench.Validation;
using Phr.Cli.Bench.Record;
using Spectre.Console;

namespace Phr.Cli.Bench;

/// <summary>One bench: its name on the command line and what it measures.</summary>
internal sealed record BenchDefinition(string Name, string Measures, Func<Action<string>, CancellationToken, Task<BenchReport>> Run);

/// <summary><c>phr bench NAME</c>: measures a part of the product, and in the same run what limits it.</summary>
internal static class Bench
{
    private static readonly IReadOnlyList<BenchDefinition> All =
    [
        new("main", "the main job over HTTP: transactions, creates, and from a reading to the risk", MainBench.Run),
        new("fhir", "the record store over HTTP, as a writing hospital and as a clinician under consents", FhirBench.Run),
        new("store", "the whole write path against bare inserts of the same rows", StoreBench.Run),
        new("bulk", "imports and exports against bare inserts and reads of the same rows, and their memory", BulkBench.Run),
        new("match", "$match among 20,000 made-up people: precision and recall of each grade, time and CPU", MatchBench.Run),
        new("match-tuning", "the same on the people by whom its weights were chosen", MatchBench.Tune),
        new("growth", "searches, memory, start and disk at 1,000,000 resources", GrowthBench.Run),
        new("log", "appends to the event log against bare inserts of the same rows", LogBench.Run),
        new("engine", "reading, indexing and stamping a resource against .NET's JSON reader", EngineBench.Run),
        new("validate", "checks by profiles of JP-CLINS and by R4 alone, against reading the same resources", ValidateBench.Run),
        new("meds", "writing and reading ten million rows of MEDS as Parquet, and its memory, against CSV", MedsBench.Run),
        new("model", "reading, stepping and explaining with the risk model", ModelBench.Run),
    ];

    public static Command Verb()
    {
        var name = new Argument<string>("NAME")
        {
            Description = string.Join("; ", All.Select(bench => $"{bench.Name}: {bench.Measures}")),
        };
        name.AcceptOnlyFromAmong([.. All.Select(bench => bench.Name)]);
        var verb = new Command("bench", "Measures, with the limits of this machine beside.") { name, SharedOptions.Json };
        verb.SetAction((parsed, ct) =>
            Run(All.Single(bench => bench.Name == parsed.GetValue(name)), parsed.GetValue(SharedOptions.Json), ct));
        return verb;
    }

    private static async Task<int> Run(BenchDefinition bench, bool json, CancellationToken ct)
    {
        var report = await bench.Run(step => Console.Error.WriteLine($"phr: {step} …"), ct);
        if (json)
            Console.WriteLine(report.ToJson());
        else
            Print(report);
        return 0;
    }

    private static void Print(BenchReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("", report.Bench).Centered();
        table.Columns[1].RightAligned();
        foreach (var (part, values) in ((string, IReadOnlyDictionary<string, double>)[])
            [("figure", report.Figures), ("limit", report.Limits), ("ratio", report.Ratios)])
        {
            foreach (var (name, value) in values)
                table.AddRow($"{part} {name}", $"{BenchReport.Round(value)}");
        }
        AnsiConsole.Write(table);
    }
}

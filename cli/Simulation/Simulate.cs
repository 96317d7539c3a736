using System.CommandLine;
using System.Text.Json;
using Phr.Simulator;
using Phr.Simulator.Writing.Meds;
using Spectre.Console;

namespace Phr.Cli.Simulation;

/// <summary>
/// <c>phr simulate</c>: writes what hospitals recorded of people who never were as MEDS, to try other tools on, or <c>phr evaluate</c>.
/// </summary>
internal static class Simulate
{
    /// <summary>Apart from those of training and of every evaluation of the shipped model: nobody here was learnt from.</summary>
    private const int SeedUsual = 4_000_037;

    private const int PeopleMax = 1_000_000;

    private static readonly Argument<string> Out = new("OUT")
    {
        Description = "What to write, and must not be there: NAME.csv, NAME.parquet, or a folder, which becomes a MEDS data set.",
    };
    private static readonly Option<int> People = new("--people") { Description = "So many people.", DefaultValueFactory = _ => 1_000 };
    private static readonly Option<int> Seed =
        new("--seed") { Description = "Another seed, other people.", DefaultValueFactory = _ => SeedUsual };
    private static readonly Option<string> Of =
        new("--world") { Description = "shipped (which the model learnt) or second.", DefaultValueFactory = _ => World.Shipped.Name };

    public static Command Verb()
    {
        Of.AcceptOnlyFromAmong(World.Shipped.Name, World.Second.Name);
        var verb = new Command("simulate", "Writes simulated lifelong records as MEDS (CSV or Parquet).")
        {
            Out, People, Seed, Of, SharedOptions.Json,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken ct)
    {
        var (people, seed, path) = (parsed.GetValue(People), parsed.GetValue(Seed), Path.GetFullPath(parsed.GetValue(Out)!));
        if (people is < 1 or > PeopleMax)
            throw new CommandException($"--people lies between 1 and {PeopleMax}.");
        if (seed < 0)
            throw new CommandException("--seed is 0 or more.");
        if (File.Exists(path) || Directory.Exists(path))
            throw new CommandException($"{path} is there already; nothing is overwritten.");
        var world = parsed.GetValue(Of) == World.Second.Name ? World.Second : World.Shipped;
        var rows = await Whole(path, $"{MedsDatasetWriter.VersionOf(world.Name, seed)}{people} people",
            Population.Stream(world, (ulong)seed, new PopulationRange(0, people), null, ct), ct);
        if (parsed.GetValue(SharedOptions.Json))
            Console.WriteLine(JsonSerializer.Serialize(new { people, rows, path }, JsonSerializerOptions.Web));
        else
            AnsiConsole.WriteLine($"{path}: {people} people, {rows} rows.");
        return 0;
    }

    /// <summary>Written under another name until all is there, so that what was interrupted is not taken for the whole.</summary>
    private static async Task<long> Whole(string path, string version, IAsyncEnumerable<SimulatedPerson> people, CancellationToken ct)
    {
        var folder = $"{path}.part-{Environment.ProcessId}";
        try
        {
            var part = Path.Combine(Directory.CreateDirectory(folder).FullName, Path.GetFileName(path));
            long rows;
            await using (var writer = await Writer(part, version, ct))
                rows = await Write(writer, people, ct);
            Directory.Move(part, path);
            return rows;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(e.Message);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IMedsWriter> Writer(string path, string version, CancellationToken ct) => Path.GetExtension(path) switch
    {
        ".csv" => new MedsCsvWriter(path),
        ".parquet" => await MedsParquetWriter.Create(path, ct),
        _ => new MedsDatasetWriter(path, version),
    };

    private static async Task<long> Write(IMedsWriter writer, IAsyncEnumerable<SimulatedPerson> people, CancellationToken ct)
    {
        var rows = 0L;
        var written = 0;
        await foreach (var person in people.WithCancellation(ct))
        {
            var own = MedsRecord.WithDischarges(person, devices: false);
            await writer.Write(own, ct);
            rows += own.Count;
            if (++written % 1_000 == 0)
                Console.Error.WriteLine($"phr: {written} people …");
        }
        return rows;
    }
}

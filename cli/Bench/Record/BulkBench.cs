using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Phr.Cli.Bench.Main;
using Phr.Platform.Database;

namespace Phr.Cli.Bench.Record;

/// <summary>
/// Imports and exports over HTTP, from the request to the last byte, and beside them the same rows inserted bare over one connection
/// and their sealed bodies read bare: a job has one worker. Memory is that of the services' process, above what it was before.
/// </summary>
internal static class BulkBench
{
    private const int Rounds = 3;
    private const int Patients = 100;
    private const int Observations = 20_000;
    private const int RawResources = 500;
    private const double MiB = 1 << 20;

    private static readonly string ReadBodies = Sql.Load(typeof(BulkBench), "Bench/Record/read-bodies.sql");
    private static readonly string HeadPosition = Sql.Load(typeof(BulkBench), "Bench/Main/head-position.sql");

    public static async Task<BenchReport> Run(Action<string> say, CancellationToken ct)
    {
        var (figures, limits) = (new Dictionary<string, double>(), new Dictionary<string, double>());
        var ratios = new Dictionary<string, double>();
        say("a platform of its own");
        await using var platform = await SeparatePlatform.Start(null, ct);
        using var tokens = new BenchTokens(platform);
        await using var database = NpgsqlDataSource.Create(platform.Record.Database);
        using var caller = new BulkCaller(platform.Urls.Fhir, tokens.Hospital("hospital-b"), platform.ResidentBytes);
        say("warming up");
        await caller.Import(Lines(0, 2_000), ct);
        await caller.Export("Patient,Observation", ct);
        var imports = new List<Measured>();
        var exports = new List<Measured>();
        var fetches = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            say($"round {round} of {Rounds}");
            var lines = Lines(round, Observations);
            imports.Add(await Measure(platform, caller, async stop => (await caller.Import(lines, stop), lines.Length), ct));
            exports.Add(await Measure(platform, caller, stop => caller.Export("Patient,Observation", stop), ct));
            fetches.Add(exports[^1].Resources / caller.FetchTime.TotalSeconds);
        }
        say("the same rows, bare");
        var raw = await RawInserts(database, ct);
        var (read, readBytes) = await RawReads(database, ct);
        Report("import", imports, figures);
        Report("export", exports, figures);
        figures["fetchResourcesPerS"] = Median.Of(fetches);
        limits["rawInsertResourcesPerS"] = raw;
        limits["rawReadResourcesPerS"] = read;
        limits["rawReadMiBPerS"] = readBytes / MiB;
        ratios["importToRawInsert"] = figures["importResourcesPerS"] / raw;
        ratios["exportToRawRead"] = figures["exportResourcesPerS"] / read;
        // The last export is three times the first: what grows with the size is not bounded.
        ratios["exportPeakLastToFirst"] = exports[^1].PeakBytes / exports[0].PeakBytes;
        return new BenchReport("bulk", figures, limits, ratios);
    }

    private static void Report(string name, IReadOnlyList<Measured> rounds, Dictionary<string, double> figures)
    {
        figures[$"{name}ResourcesPerS"] = Median.Of([.. rounds.Select(round => round.Resources / round.Seconds)]);
        figures[$"{name}CpuMs"] = Median.Of([.. rounds.Select(round => 1000 * round.CpuSeconds / round.Resources)]);
        figures[$"{name}SizeMiB"] = rounds[^1].Bytes / MiB;
        figures[$"{name}PeakMiB"] = rounds.Max(round => round.PeakBytes) / MiB;
        figures[$"{name}GrowthMiB"] = rounds.Max(round => round.PeakBytes - round.BytesBefore) / MiB;
    }

    private static async Task<Measured> Measure(
        SeparatePlatform platform, BulkCaller caller, Func<CancellationToken, Task<(long Resources, long Bytes)>> work,
        CancellationToken ct)
    {
        caller.ForgetPeak();
        var (before, cpu, clock) = (caller.PeakBytes, platform.CpuSeconds(), Stopwatch.StartNew());
        var (resources, bytes) = await work(ct);
        return new Measured(resources, bytes, clock.Elapsed.TotalSeconds, platform.CpuSeconds() - cpu, before, caller.PeakBytes);
    }

    // Resources a second that one connection inserts: log, state and index, a commit for each 500.
    private static async Task<double> RawInserts(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand(HeadPosition);
        var head = (long)(await command.ExecuteScalarAsync(ct))!;
        var bare = await RawTransactions.Copy(database, head - RawResources, head, ct);
        await bare.Insert(ct);
        return (await Timings.Repeat(1, TimeSpan.FromSeconds(3), (_, stop) => bare.Insert(stop), ct)).PerSecond * RawResources;
    }

    // Resources and bytes a second that one connection reads of the present bodies, in the order of an export.
    private static async Task<(double Resources, double Bytes)> RawReads(NpgsqlDataSource database, CancellationToken ct)
    {
        var (count, bytes, clock) = (0L, 0L, Stopwatch.StartNew());
        await using var command = database.CreateCommand(ReadBodies);
        await using var rows = await command.ExecuteReaderAsync(ct);
        for (; await rows.ReadAsync(ct); count++)
            bytes += rows.GetFieldValue<byte[]>(0).Length;
        return (count / clock.Elapsed.TotalSeconds, bytes / clock.Elapsed.TotalSeconds);
    }

    private static byte[] Lines(int round, int observations)
    {
        var resources = new LoadResources(seed: 20_261_122 + round);
        var lines = new MemoryStream();
        void Add(string id, JsonObject resource)
        {
            resource["id"] = id;
            lines.Write(JsonSerializer.SerializeToUtf8Bytes(resource));
            lines.WriteByte((byte)'\n');
        }

        for (var patient = 0; patient < Patients; patient++)
            Add($"bulk-{round}-p{patient}", resources.Patient(patient));
        for (var number = 0; number < observations; number++)
            Add($"bulk-{round}-o{number}", resources.Observation($"bulk-{round}-p{number % Patients}", number));
        return lines.ToArray();
    }

    /// <param name="Bytes">Of the lines.</param>
    private sealed record Measured(long Resources, long Bytes, double Seconds, double CpuSeconds, double BytesBefore, double PeakBytes);
}

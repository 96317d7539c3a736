using System.Diagnostics;
using Phr.Model.Meds;
using Phr.Simulator;
using Phr.Simulator.Writing.Meds;

namespace Phr.Cli.Bench.Meds;

/// <summary>
/// A MEDS data set of ten million rows, written as Parquet and read back into people's records, and a tenth of it by CSV. The rows are
/// those of a few simulated lives, each lived by many subjects. Memory is what reading added at most to what the process held before.
/// </summary>
internal static class MedsBench
{
    private const int Lives = 100;
    private const long Rows = 10_000_000;
    private const long CsvRows = 1_000_000;
    private const double BytesPerMiB = 1 << 20;

    private static readonly TimeSpan Sampling = TimeSpan.FromMilliseconds(20);

    public static async Task<BenchReport> Run(Action<string> say, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("phr-bench-").FullName;
        try
        {
            say($"simulating {Lives} lives");
            var lives = Enumerable.Range(0, Lives).Select(number =>
                MedsRecord.Of(LifeSimulation.Live(World.Shipped, 1, number), devices: false)).ToList();
            var (parquet, csv) = (Path.Combine(folder, "meds"), Path.Combine(folder, "meds.csv"));
            say($"writing {Rows} rows");
            var (written, writing) = await Write(new MedsDatasetWriter(parquet, "bench"), lives, Rows, ct);
            var (csvWritten, _) = await Write(new MedsCsvWriter(csv), lives, CsvRows, ct);
            say("reading them");
            var (reading, peak) = await Read(parquet, written, ct);
            say("reading CSV");
            var (csvReading, _) = await Read(csv, csvWritten, ct);
            return new BenchReport("meds",
                new Dictionary<string, double>
                {
                    ["rows"] = written, ["writtenRowsPerS"] = writing, ["readRowsPerS"] = reading, ["readMemoryMiB"] = peak / BytesPerMiB,
                    ["bytesPerRow"] = Directory.EnumerateFiles(parquet, "*", SearchOption.AllDirectories)
                        .Sum(file => new FileInfo(file).Length) / (double)written,
                },
                new Dictionary<string, double> { ["csvReadRowsPerS"] = csvReading },
                new Dictionary<string, double> { ["parquetOverCsv"] = reading / csvReading });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(long Rows, double PerSecond)> Write(
        IMedsWriter writer, List<IReadOnlyList<MedsEvent>> lives, long rowsMin, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        var rows = 0L;
        await using (writer)
        {
            for (var subject = 0; rows < rowsMin; subject++)
            {
                var life = lives[subject % lives.Count].Select(row => row with { SubjectId = subject }).ToList();
                await writer.Write(life, ct);
                rows += life.Count;
            }
        }
        return (rows, rows / Stopwatch.GetElapsedTime(begun).TotalSeconds);
    }

    private static async Task<(double PerSecond, double PeakBytes)> Read(string path, long rows, CancellationToken ct)
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var (before, peak) = (process.WorkingSet64, 0L);
        using var sampler = new Timer(_ => peak = Math.Max(peak, Environment.WorkingSet), null, TimeSpan.Zero, Sampling);
        var begun = Stopwatch.GetTimestamp();
        var people = 0;
        await foreach (var _ in MedsDataset.At(path).People(ct))
            people++;
        return people > 0 ? (rows / Stopwatch.GetElapsedTime(begun).TotalSeconds, peak - before)
            : throw new CommandException("The data set that was written has nobody in it.");
    }
}

using System.Diagnostics;

namespace Phr.Cli.Bench;

/// <summary>How long each of many like operations took.</summary>
internal sealed class Timings
{
    private readonly double[] _sortedMs;

    private Timings(IEnumerable<double> milliseconds, TimeSpan elapsed) =>
        (_sortedMs, Elapsed) = ([.. milliseconds.Order()], elapsed);

    public TimeSpan Elapsed { get; }

    public int Count => _sortedMs.Length;

    public double PerSecond => Count / Elapsed.TotalSeconds;

    public double P50Ms => Quantile(0.5);

    public double P95Ms => Quantile(0.95);

    public double P99Ms => Quantile(0.99);

    public static Timings Of(IEnumerable<double> milliseconds, TimeSpan elapsed) => new(milliseconds, elapsed);

    /// <summary>
    /// Lets clients repeat an operation, each its own next one as soon as the last has ended, for a time.
    /// </summary>
    /// <param name="once">Gets the number of the client, from 0.</param>
    public static async Task<Timings> Repeat(int clients, TimeSpan duration, Func<int, CancellationToken, Task> once, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => Client(client), ct)));
        return new Timings(all.SelectMany(each => each), clock.Elapsed);

        async Task<List<double>> Client(int client)
        {
            var taken = new List<double>();
            while (clock.Elapsed < duration)
            {
                var begun = clock.Elapsed;
                await once(client, ct);
                taken.Add((clock.Elapsed - begun).TotalMilliseconds);
            }
            return taken;
        }
    }

    /// <summary>Lets clients share a number of operations, each its own next one as soon as the last has ended.</summary>
    public static async Task<Timings> Times(int clients, int count, Func<CancellationToken, Task> once, CancellationToken ct)
    {
        var (clock, next) = (Stopwatch.StartNew(), 0);
        var all = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(Client, ct)));
        return new Timings(all.SelectMany(each => each), clock.Elapsed);

        async Task<List<double>> Client()
        {
            var taken = new List<double>();
            while (Interlocked.Increment(ref next) <= count)
            {
                var begun = clock.Elapsed;
                await once(ct);
                taken.Add((clock.Elapsed - begun).TotalMilliseconds);
            }
            return taken;
        }
    }

    // Nearest rank: a value that was measured, not one in between.
    private double Quantile(double share) =>
        Count == 0 ? double.NaN : _sortedMs[Math.Max(0, (int)Math.Ceiling(share * Count) - 1)];
}

/// <summary>The middle of several rounds, which one disturbed round does not move.</summary>
internal static class Median
{
    /// <exception cref="ArgumentException">There is none of nothing.</exception>
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
            throw new ArgumentException("No values.", nameof(values));
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

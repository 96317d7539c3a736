using System.Diagnostics;
using Phr.EventLog;
using Phr.Platform;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.EventLog;

public sealed class LanesTest
{
    private static readonly LogOptions SmallBulkGroups = new() { Limits = new LogLimits { BulkGroupEventsMax = 50 } };

    [Fact]
    public async Task An_interactive_proposal_waits_for_one_bulk_group_at_most_and_an_import_is_not_starved()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open(SmallBulkGroups);
        var hold = await HeldWriter.Hold(log.Writer);

        var bulk = Enumerable.Range(0, 6).Select(i => log.Writer.Append(Chunk(i, 50), default)).ToList();
        var small = Enumerable.Range(0, 6).Select(i => log.Writer.Append(StoreEntities.One(null, $"small{i}", "x"), default)).ToList();
        await hold.Release();

        var smallPositions = (await Task.WhenAll(small)).Select(answer => answer.Value.Positions[0]);
        Assert.All(smallPositions, position => Assert.InRange(position, 1, 56));
        Assert.All(await Task.WhenAll(bulk), answer => Assert.Equal(50, answer.Value.Positions.Count));
    }

    [Fact]
    public async Task Small_appends_keep_their_latency_while_an_import_runs()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open(SmallBulkGroups);
        using var importing = new CancellationTokenSource();
        var import = Task.WhenAll(Enumerable.Range(0, 4).Select(importer => Import(log, importer, importing.Token)));

        var small = new List<double>();
        for (var i = 0; i < 60; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Null((await log.Writer.Append(StoreEntities.One(null, $"small{i}", "x"), default)).Refusal);
            small.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        await importing.CancelAsync();
        var chunks = (await import).SelectMany(times => times).ToList();

        // Four importers queue behind each other, so a chunk waits for three others; a small append for one at most,
        // and shares no group.
        Assert.InRange(chunks.Count, 10, int.MaxValue);
        Assert.InRange(Percentile(small, 95), 0, 2 * Percentile(chunks, 50));
    }

    private static async Task<List<double>> Import(Log log, int importer, CancellationToken stop)
    {
        var times = new List<double>();
        for (var chunk = 0; !stop.IsCancellationRequested; chunk++)
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Null((await log.Writer.Append(Chunk((importer * 100_000) + chunk, 50), default)).Refusal);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return times;
    }

    private static StoreEntities Chunk(int number, int entities) =>
        new(null, [.. Enumerable.Range(0, entities).Select(i => new EntityChange($"bulk{number}-{i}", "x"))]) { InLane = Lane.Bulk };

    private static double Percentile(List<double> values, int percent) => values.Order().ElementAt(values.Count * percent / 100);
}

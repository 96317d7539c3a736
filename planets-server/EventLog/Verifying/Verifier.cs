using Npgsql;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>
/// Verifies a log while it is in use or at rest, in bounded memory: the chain over headers and bodies, positions and
/// sequences, seals, signed checkpoints, erasures against the key store; and, by a rebuild beside them, the rows of
/// the inline projections.
/// </summary>
public sealed class Verifier(LogSettings settings)
{
    private const int PageEvents = 1_000;

    private static readonly string ReadEnds = Sql.Load(typeof(Verifier), "Verifying/read-ends.sql");
    private static readonly string VerifyPage = Sql.Load(typeof(Verifier), "Verifying/verify-page.sql");
    private static readonly string CheckpointRows = Sql.Load(typeof(Verifier), "Verifying/checkpoints-after.sql");
    private static readonly string BrokenSequences = Sql.Load(typeof(Verifier), "Verifying/broken-sequences.sql");
    private static readonly string BrokenStreams = Sql.Load(typeof(Verifier), "Verifying/broken-streams.sql");

    /// <summary>Verifies everything in schema <c>log</c> up to where it stands now.</summary>
    /// <param name="progress">Position that the walk has come to.</param>
    public async Task<VerificationReport> VerifyLog(IProgress<long>? progress, CancellationToken ct)
    {
        var faults = new FaultList();
        await using var connection = await settings.Database.OpenConnectionAsync(ct);
        var ends = await LogEnds.Read(connection, ReadEnds, ct);
        using var walk = new ChainWalk(new EventOpener(settings.Keys), settings.Keys, faults);
        while (await WalkPage(connection, walk, ends.Newest, ct))
            progress?.Report(walk.Position);
        CheckEnds(ends, walk, faults);
        await CheckTables(connection, faults, ct);
        var unusedKeys = await new KeyCheck(settings.Database, settings.Keys, faults).Run(ct);
        return new VerificationReport(walk.Events, walk.Streams, unusedKeys, faults.All, faults.Count);
    }

    /// <summary>
    /// Rebuilds the inline projections in a scratch schema and compares every row. Writers wait only while it takes
    /// its snapshot.
    /// </summary>
    /// <param name="progress">Position that the rebuild has come to.</param>
    public async Task<VerificationReport> VerifyProjections(IProgress<long>? progress, CancellationToken ct)
    {
        var faults = new FaultList();
        var outdated = await settings.Projections.Outdated(settings.Database, ct);
        foreach (var projection in outdated)
            faults.Add(null, null, $"Projection {projection.Name} is of another version than this program: the next start makes it anew.");
        var position = outdated.Count > 0 ? 0 : await new ProjectionCheck(settings, faults).Run(progress, ct);
        return new VerificationReport(position, Streams: 0, UnusedKeys: 0, faults.All, faults.Count);
    }

    /// <returns>False at the end.</returns>
    private static async Task<bool> WalkPage(
        NpgsqlConnection connection, ChainWalk walk, long upTo, CancellationToken ct)
    {
        // As many checkpoints as events, so all of this page's are among them.
        var checkpoints = await CheckpointsAfter(connection, walk.Position, ct);
        await using var command = new NpgsqlCommand(VerifyPage, connection)
        {
            Parameters = { new() { Value = walk.Position }, new() { Value = upTo }, new() { Value = PageEvents } },
        };
        var before = walk.Events;
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            walk.Next(WalkedEvent.Read(rows));
            if (checkpoints.TryGetValue(walk.Position, out var checkpoint))
                walk.Check(checkpoint);
        }
        return walk.Events > before;
    }

    private static async Task<Dictionary<long, Checkpoint>> CheckpointsAfter(
        NpgsqlConnection connection, long after, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(CheckpointRows, connection)
        {
            Parameters = { new() { Value = after }, new() { Value = PageEvents } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var checkpoints = new Dictionary<long, Checkpoint>();
        while (await rows.ReadAsync(ct))
        {
            var checkpoint = Checkpoints.Read(rows);
            checkpoints.Add(checkpoint.Position, checkpoint);
        }
        return checkpoints;
    }

    private static void CheckEnds(LogEnds ends, ChainWalk walk, FaultList faults)
    {
        if (ends.Newest > ends.Head)
            faults.Add(ends.Head + 1, null, "There are events beyond the head.");
        else if (walk.Position < ends.Head)
            faults.Add(walk.Position + 1, null, "The log ends here, before its head.");
        else if (!ends.Hash.AsSpan().SequenceEqual(walk.Hash))
            faults.Add(ends.Head, null, "The head has another hash than the event it names.");
        else if (ends.Streams != walk.Streams)
            faults.Add(ends.Head, null, "The head counts other streams than were founded.");
    }

    private static async Task CheckTables(NpgsqlConnection connection, FaultList faults, CancellationToken ct)
    {
        await using (var sequences = new NpgsqlCommand(BrokenSequences, connection))
        await using (var rows = await sequences.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
                faults.Add(rows.GetInt64(1), Stream(rows, 0), "The sequence of the stream is broken here.");
        }
        await using var streams = new NpgsqlCommand(BrokenStreams, connection);
        await using var broken = await streams.ExecuteReaderAsync(ct);
        while (await broken.ReadAsync(ct))
            faults.Add(broken.GetInt64(0), Stream(broken, 1), broken.GetString(2));
    }

    private static StreamId? Stream(NpgsqlDataReader rows, int column) =>
        rows.IsDBNull(column) ? null : new StreamId(rows.GetInt64(column));

    private sealed record LogEnds(long Head, byte[] Hash, long Streams, long Newest)
    {
        public static async Task<LogEnds> Read(NpgsqlConnection connection, string sql, CancellationToken ct)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await using var rows = await command.ExecuteReaderAsync(ct);
            await rows.ReadAsync(ct);
            return new LogEnds(rows.GetInt64(0), rows.GetFieldValue<byte[]>(1), rows.GetInt64(2), rows.GetInt64(3));
        }
    }
}

using Npgsql;
using NpgsqlTypes;
using Phr.Planets.Access;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Bulk.Jobs;

/// <summary>The jobs, as rows that all nodes share: whoever holds a job's lease works on it, and nobody else commits a step of
/// it.</summary>
public sealed class BulkJobs(NpgsqlDataSource database, BulkOptions options)
{
    private static readonly string Insert = Sql.Load(typeof(BulkJobs), "Bulk/Jobs/insert-job.sql");
    private static readonly string ReceiveMore = Sql.Load(typeof(BulkJobs), "Bulk/Jobs/receive-more.sql");
    private static readonly string InputReceived = Sql.Load(typeof(BulkJobs), "Bulk/Jobs/input-received.sql");
    private static readonly string Select = Sql.Load(typeof(BulkJobs), "Bulk/Jobs/select-job.sql");
    private static readonly string SelectFiles = Sql.Load(typeof(BulkJobs), "Bulk/Jobs/select-files.sql");
    private static readonly string TakeUp = Sql.Load(typeof(BulkJobs), "Bulk/Jobs/take-up-job.sql");
    private static readonly string StepJob = Sql.Load(typeof(BulkJobs), "Bulk/Jobs/step-job.sql");
    private static readonly string PutFiles = Sql.Load(typeof(BulkJobs), "Bulk/Jobs/put-files.sql");
    private static readonly string PutStreams = Sql.Load(typeof(BulkJobs), "Bulk/Jobs/put-streams.sql");
    private static readonly string LayDown = Sql.Load(typeof(BulkJobs), "Bulk/Jobs/lay-down-job.sql");
    private static readonly string CancelJob = Sql.Load(typeof(BulkJobs), "Bulk/Jobs/cancel-job.sql");
    private static readonly string DeleteEnded = Sql.Load(typeof(BulkJobs), "Bulk/Jobs/delete-ended.sql");
    private static readonly string EndErased = Sql.Load(typeof(BulkJobs), "Bulk/Jobs/end-erased.sql");
    private static readonly string SelectErased = Sql.Load(typeof(BulkJobs), "Bulk/Jobs/select-erased.sql");

    private static readonly Refusal TooMany = new(
        RefusalKind.TooMany, "Too many exports and imports are under way. Wait until one has ended, or cancel one.", null, "throttled");

    /// <summary>Adds a job; refused where its client, or all together, have too many.</summary>
    /// <param name="files">Inputs that lie in its folder already.</param>
    public async Task<Answer<Guid>> Add(NewJob job, IReadOnlyList<BulkFile> files, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var insert = new NpgsqlCommand(Insert, connection)
        {
            Parameters =
            {
                new() { Value = job.Id }, new() { Value = job.Kind }, new() { Value = job.Requester },
                new() { Value = job.Request.ToArray() }, new() { Value = job.State },
                new() { Value = (long)options.JobsOfClientMax }, new() { Value = (long)options.JobsMax },
            },
        };
        if (await insert.ExecuteNonQueryAsync(ct) == 0)
            return TooMany;
        await Put(connection, job.Id, files, ct);
        await transaction.CommitAsync(ct);
        return job.Id;
    }

    /// <summary>Holds a job while its input comes; false where it was cancelled.</summary>
    public async Task<bool> Receives(Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(ReceiveMore);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = options.LeaseSeconds });
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>The input of a job is here, so it can be worked on. False where it was cancelled meanwhile.</summary>
    public async Task<bool> Received(Guid id, BulkFile input, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand(InputReceived, connection) { Parameters = { new() { Value = id } } };
        if (await command.ExecuteNonQueryAsync(ct) == 0)
            return false;
        await Put(connection, id, [input], ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>A job of this requester; null where they have none such.</summary>
    public async Task<BulkJob?> Find(Guid id, string requester, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(Select, connection)
        {
            Parameters = { new() { Value = id }, new() { Value = requester } },
        };
        return await ReadOne(connection, command, ct);
    }

    /// <summary>Takes up a job that nobody works on; null where there is none.</summary>
    public async Task<BulkJob?> Next(Guid worker, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(TakeUp, connection)
        {
            Parameters = { new() { Value = worker }, new() { Value = options.LeaseSeconds } },
        };
        return await ReadOne(connection, command, ct);
    }

    /// <summary>Commits a step. False where the job was cancelled or is another worker's by now: then nothing is committed.</summary>
    public async Task<bool> Advance(BulkJob job, Guid worker, BulkStep step, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand(StepJob, connection)
        {
            Parameters =
            {
                new() { Value = job.Id }, new() { Value = worker }, new() { Value = step.Progress }, new() { Value = step.IsDone },
                new() { Value = options.LeaseSeconds }, new() { Value = options.KeptHours },
            },
        };
        if (await command.ExecuteNonQueryAsync(ct) == 0)
            return false;
        await Put(connection, job.Id, step.Files, ct);
        await Put(connection, job.Id, step.Streams, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Gives a job back, to be gone on with: at once after a stop, later or never after a fault.</summary>
    public async Task GiveBack(Guid id, Guid worker, bool isFault, CancellationToken ct)
    {
        await using var command = database.CreateCommand(LayDown);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = worker });
        command.Parameters.Add(new() { Value = isFault });
        command.Parameters.Add(new() { Value = options.KeptHours });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Ends a job and takes its files away. False where this requester has none such.</summary>
    public async Task<bool> Cancel(Guid id, string requester, CancellationToken ct)
    {
        await using var command = database.CreateCommand(CancelJob);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = requester });
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>Forgets jobs that expired or were cancelled; gives those whose files are to be removed.</summary>
    public async Task<IReadOnlyList<Guid>> Forget(CancellationToken ct)
    {
        await using var command = database.CreateCommand(DeleteEnded);
        return await ReadIds(command, ct);
    }

    /// <summary>Ends exports that have lines of a stream that was erased since; gives those whose files are to be removed, until they
    /// are forgotten.</summary>
    public async Task<IReadOnlyList<Guid>> Erased(CancellationToken ct)
    {
        await using var end = database.CreateCommand(EndErased);
        end.Parameters.Add(new() { Value = options.KeptHours });
        await end.ExecuteNonQueryAsync(ct);
        await using var command = database.CreateCommand(SelectErased);
        return await ReadIds(command, ct);
    }

    private static async Task<IReadOnlyList<Guid>> ReadIds(NpgsqlCommand command, CancellationToken ct)
    {
        await using var rows = await command.ExecuteReaderAsync(ct);
        var ids = new List<Guid>();
        while (await rows.ReadAsync(ct))
            ids.Add(rows.GetGuid(0));
        return ids;
    }

    private static async Task<BulkJob?> ReadOne(NpgsqlConnection connection, NpgsqlCommand command, CancellationToken ct)
    {
        BulkJob job;
        await using (var rows = await command.ExecuteReaderAsync(ct))
        {
            if (!await rows.ReadAsync(ct))
                return null;
            job = new BulkJob(
                rows.GetGuid(0), rows.GetString(1), rows.GetFieldValue<byte[]>(2), rows.GetInt64(3), rows.GetFieldValue<DateTimeOffset>(4),
                rows.GetString(5), rows.GetString(6), rows.GetInt32(7), rows.IsDBNull(8) ? null : rows.GetFieldValue<DateTimeOffset>(8));
        }
        await using var files = new NpgsqlCommand(SelectFiles, connection) { Parameters = { new() { Value = job.Id } } };
        return job with { Files = await ReadFiles(files, ct) };
    }

    private static async Task<IReadOnlyList<BulkFile>> ReadFiles(NpgsqlCommand command, CancellationToken ct)
    {
        await using var rows = await command.ExecuteReaderAsync(ct);
        var files = new List<BulkFile>();
        while (await rows.ReadAsync(ct))
        {
            files.Add(new BulkFile(
                rows.GetInt32(0), rows.GetString(1), rows.GetString(2), rows.GetInt32(3), rows.GetInt64(4), rows.GetInt64(5)));
        }
        return files;
    }

    private static async Task Put(NpgsqlConnection connection, Guid job, long[] streams, CancellationToken ct)
    {
        if (streams.Length == 0)
            return;
        await using var command = new NpgsqlCommand(PutStreams, connection)
        {
            Parameters = { new() { Value = job }, ArrayParameter.Of([.. streams], NpgsqlDbType.Bigint) },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task Put(NpgsqlConnection connection, Guid job, IReadOnlyList<BulkFile> files, CancellationToken ct)
    {
        if (files.Count == 0)
            return;
        await using var command = new NpgsqlCommand(PutFiles, connection)
        {
            Parameters =
            {
                new() { Value = job },
                ArrayParameter.Of([.. files.Select(file => file.Number)], NpgsqlDbType.Integer),
                ArrayParameter.Of([.. files.Select(file => file.Kind)], NpgsqlDbType.Text),
                ArrayParameter.Of([.. files.Select(file => file.Type)], NpgsqlDbType.Text),
                ArrayParameter.Of([.. files.Select(file => file.Attempt)], NpgsqlDbType.Integer),
                ArrayParameter.Of([.. files.Select(file => file.Lines)], NpgsqlDbType.Bigint),
                ArrayParameter.Of([.. files.Select(file => file.Bytes)], NpgsqlDbType.Bigint),
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}

using System.IO.Compression;
using Npgsql;
using Phr.Model.Feed;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Model.People.Store;

/// <summary>
/// Schema <c>model</c>: everything in it can be worked out again from planets-server and the model. States and answers are compressed
/// and sealed, bound to the person that they are of.
/// </summary>
public sealed class PersonStore(NpgsqlDataSource database, SecretSeal seal, TimeProvider clock)
{
    /// <summary>Assessments of one outcome that are kept of a person; older ones are versions in planets-server.</summary>
    public const int AssessmentsMax = 1_000;

    private static readonly string ReadPerson = Statement("read-person");
    private static readonly string ReadCheckpoints = Statement("read-checkpoints");
    private static readonly string ListCheckpoints = Statement("list-checkpoints");
    private static readonly string UpsertPerson = Statement("upsert-person");
    private static readonly string KeepCheckpoints = Statement("keep-checkpoints");
    private static readonly string InsertCheckpoints = Statement("insert-checkpoints");
    private static readonly string InsertAssessments = Statement("insert-assessments");
    private static readonly string TrimAssessments = Statement("trim-assessments");
    private static readonly string ForgetCheckpoints = Statement("forget-checkpoints");
    private static readonly string ForgetAssessments = Statement("forget-assessments");
    private static readonly string ForgetOutcomes = Statement("forget-outcomes");
    private static readonly string ListPeople = Statement("list-people");
    private static readonly string RemovePerson = Statement("remove-person");
    private static readonly string RemoveGiven = Statement("remove-given");

    public async Task<StoredPerson?> Find(string patient, CancellationToken ct)
    {
        await using var command = database.Statement(ReadPerson, patient);
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
            return null;
        var place = new FeedPlace(row.GetInt64(0), row.GetString(1));
        var answer = row.IsDBNull(4) ? null : Open(row.GetFieldValue<byte[]>(4), patient);
        return new StoredPerson(place, row.GetFieldValue<string[]>(2), row.GetString(3), answer);
    }

    /// <summary>In order of their steps; those that cannot be opened are left out.</summary>
    /// <param name="model">Digest of the model as it was shipped.</param>
    public async Task<IReadOnlyList<StoredCheckpoint>> Checkpoints(string patient, string model, CancellationToken ct)
    {
        await using var command = database.Statement(ReadCheckpoints, patient, model);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<StoredCheckpoint>();
        while (await row.ReadAsync(ct))
        {
            if (Open(row.GetFieldValue<byte[]>(2), patient) is { } state)
                found.Add(new StoredCheckpoint(model, row.GetInt32(0), row.GetFieldValue<byte[]>(1), () => state));
        }
        return found;
    }

    /// <summary>Stores where the person stands now, in one transaction.</summary>
    /// <param name="kept">All checkpoints, of all models; null leaves those that are stored.</param>
    /// <param name="added">Answers for the history.</param>
    public async Task Save(
        string patient, StoredPerson person, IReadOnlyList<StoredCheckpoint>? kept, IReadOnlyList<StoredAssessment> added,
        CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Run(connection, UpsertPerson,
        [
            patient, person.Place.Position, person.Place.Generation, person.Outcomes.ToArray(), person.Model,
            person.Answer is null ? null : Close(person.Answer, patient), clock.GetUtcNow().ToUniversalTime(),
        ], ct);
        await Run(connection, ForgetOutcomes, [patient, person.Outcomes.ToArray()], ct);
        if (kept is not null)
            await SaveCheckpoints(connection, patient, kept, ct);
        foreach (var moment in added.GroupBy(one => one.Moment))
        {
            await Run(connection, InsertAssessments,
            [
                patient, moment.Select(one => one.Outcome).ToArray(), person.Place.Position, moment.Key.ToUniversalTime(),
                moment.Select(one => one.Model).ToArray(), moment.Select(one => Close(one.Answer, patient)).ToArray(),
            ], ct);
        }
        if (added.Count > 0)
            await Run(connection, TrimAssessments, [patient, AssessmentsMax], ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Forgets all that was worked out about a person: the record that it came from is void.</summary>
    public async Task Forget(string patient, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Run(connection, ForgetCheckpoints, [patient], ct);
        await Run(connection, ForgetAssessments, [patient], ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Keeps nothing of somebody who is no longer there.</summary>
    public async Task Remove(string patient, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // First the person, then with a view of its own what was given of them: what is being stored meanwhile is waited for, and seen.
        await Run(connection, RemovePerson, [patient], ct);
        await Run(connection, RemoveGiven, [patient], ct);
        await transaction.CommitAsync(ct);
    }

    public async Task<IReadOnlyList<string>> Patients(CancellationToken ct)
    {
        await using var command = database.Statement(ListPeople);
        await using var row = await command.ExecuteReaderAsync(ct);
        var patients = new List<string>();
        while (await row.ReadAsync(ct))
            patients.Add(row.GetString(0));
        return patients;
    }

    private async Task SaveCheckpoints(
        NpgsqlConnection connection, string patient, IReadOnlyList<StoredCheckpoint> kept, CancellationToken ct)
    {
        var models = kept.Select(one => one.Model).ToArray();
        var steps = kept.Select(one => one.Steps).ToArray();
        var digests = kept.Select(one => one.Digest).ToArray();
        await Run(connection, KeepCheckpoints, [patient, models, steps, digests], ct);
        var stored = new HashSet<(string, int)>();
        await using (var command = new NpgsqlCommand(ListCheckpoints, connection).With(patient))
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            while (await row.ReadAsync(ct))
                stored.Add((row.GetString(0), row.GetInt32(1)));
        }
        var added = kept.Where(one => !stored.Contains((one.Model, one.Steps))).ToList();
        await Run(connection, InsertCheckpoints,
        [
            patient, added.Select(one => one.Model).ToArray(), added.Select(one => one.Steps).ToArray(),
            added.Select(one => one.Digest).ToArray(), added.Select(one => Close(one.State(), patient)).ToArray(),
        ], ct);
    }

    private static async Task Run(NpgsqlConnection connection, string sql, object?[] values, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection).With(values);
        await command.ExecuteNonQueryAsync(ct);
    }

    private byte[] Close(byte[] bytes, string patient)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(bytes);
        return seal.Seal(packed.GetBuffer().AsSpan(0, (int)packed.Length), Purpose(patient));
    }

    private byte[]? Open(byte[] closed, string patient)
    {
        if (seal.Open(closed, Purpose(patient)) is not { } packed)
            return null;
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        brotli.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string Purpose(string patient) => $"model/{patient}";

    private static string Statement(string name) => Sql.Load(typeof(PersonStore), $"People/Store/{name}.sql");
}

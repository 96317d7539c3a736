using Npgsql;
using Phr.Platform.Database;

namespace Phr.Model.Publishing;

/// <summary>What planets-server has been given of a person, by reference, with a digest of what it says.</summary>
public sealed class PublishedResources(NpgsqlDataSource database)
{
    private static readonly string Read = Sql.Load(typeof(PublishedResources), "Publishing/read-published.sql");
    private static readonly string Upsert = Sql.Load(typeof(PublishedResources), "Publishing/upsert-published.sql");
    private static readonly string InsertOutput = Sql.Load(typeof(PublishedResources), "Publishing/insert-output.sql");
    private static readonly string List = Sql.Load(typeof(PublishedResources), "Publishing/list-outputs.sql");
    private static readonly string Delete = Sql.Load(typeof(PublishedResources), "Publishing/delete-published.sql");

    /// <param name="patient">Id of the person's own Patient; empty for what is about no person.</param>
    public async Task<IReadOnlyDictionary<string, byte[]>> Of(string patient, CancellationToken ct)
    {
        await using var command = database.Statement(Read, patient);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<string, byte[]>();
        while (await row.ReadAsync(ct))
            found.Add(row.GetString(0), row.GetFieldValue<byte[]>(1));
        return found;
    }

    public async Task Stored(string reference, string patient, byte[] content, CancellationToken ct)
    {
        await using var command = database.Statement(Upsert, reference, patient, content);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>As <see cref="Stored(string, string, byte[], CancellationToken)"/>, and listed as an output of its model for good.</summary>
    public async Task Stored(ModelOutput output, byte[] content, CancellationToken ct)
    {
        await using var command = database.Statement(
            InsertOutput, output.Assessment, output.Patient, content, output.Model, output.Outcome, output.Position,
            output.AssessedAt.ToUniversalTime());
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Outputs of one model in the order in which they were given, those of erased people left out.</summary>
    /// <param name="model">Digest of the model.</param>
    /// <param name="after">Number of the last that is known already.</param>
    public async Task<IReadOnlyList<ListedOutput>> Outputs(string model, long after, int limit, CancellationToken ct)
    {
        await using var command = database.Statement(List, model, after, limit);
        await using var row = await command.ExecuteReaderAsync(ct);
        var outputs = new List<ListedOutput>();
        while (await row.ReadAsync(ct))
        {
            outputs.Add(new ListedOutput(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4),
                row.GetFieldValue<DateTimeOffset>(5), row.GetBoolean(6)));
        }
        return outputs;
    }

    public async Task Removed(string reference, CancellationToken ct)
    {
        await using var command = database.Statement(Delete, reference);
        await command.ExecuteNonQueryAsync(ct);
    }
}

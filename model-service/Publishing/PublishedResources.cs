using Npgsql;
using Phr.Platform.Database;

namespace Phr.Model.Publishing;

/// <summary>What planets-server has been given of a person, by reference, with a digest of what it says.</summary>
public sealed class PublishedResources(NpgsqlDataSource database)
{
    private static readonly string Read = Sql.Load(typeof(PublishedResources), "Publishing/read-published.sql");
    private static readonly string Upsert = Sql.Load(typeof(PublishedResources), "Publishing/upsert-published.sql");
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

    public async Task Removed(string reference, CancellationToken ct)
    {
        await using var command = database.Statement(Delete, reference);
        await command.ExecuteNonQueryAsync(ct);
    }
}

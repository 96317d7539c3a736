using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Subscriptions;

/// <summary>
/// Keeps subscriptions; what they ask for and their headers are sealed under a key outside the database.
/// </summary>
public sealed class SubscriptionStore(NpgsqlDataSource database, SecretSeal seal, TimeProvider clock)
{
    private static readonly string InsertOne = Sql.Load(
        typeof(SubscriptionStore), "Subscriptions/insert-subscription.sql");
    private static readonly string UpdateOne = Sql.Load(
        typeof(SubscriptionStore), "Subscriptions/update-subscription.sql");
    private static readonly string DeleteOne = Sql.Load(
        typeof(SubscriptionStore), "Subscriptions/delete-subscription.sql");
    private static readonly string FindOne = Sql.Load(typeof(SubscriptionStore), "Subscriptions/find-subscription.sql");
    private static readonly string ListOwned = Sql.Load(
        typeof(SubscriptionStore), "Subscriptions/list-subscriptions.sql");

    private const string ContentPurpose = "subscription content";
    private const string HeadersPurpose = "subscription headers";

    /// <summary>
    /// Stores a new one at the present end of the log; false where the owner has <see
    /// cref="SubscriptionLimits.OwnedMax"/>.
    /// </summary>
    public async Task<bool> Insert(SubscriptionDraft draft, string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(InsertOne);
        AddRow(command.Parameters, draft, id);
        command.Parameters.Add(new() { Value = SubscriptionLimits.OwnedMax });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>False where the present version is another one by now.</summary>
    public async Task<bool> Update(SubscriptionDraft draft, string id, int version, CancellationToken ct)
    {
        await using var command = database.CreateCommand(UpdateOne);
        AddRow(command.Parameters, draft, id);
        command.Parameters.Add(new() { Value = version });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    public async Task<bool> Delete(string id, string owner, CancellationToken ct)
    {
        await using var command = database.Statement(DeleteOne, id, owner);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    public async Task<StoredSubscription?> Find(string id, CancellationToken ct)
    {
        await using var command = database.Statement(FindOne, id);
        return (await Read(command, ct)).FirstOrDefault();
    }

    public async Task<IReadOnlyList<StoredSubscription>> Owned(string owner, CancellationToken ct)
    {
        await using var command = database.Statement(ListOwned, owner);
        return await Read(command, ct);
    }

    private void AddRow(NpgsqlParameterCollection parameters, SubscriptionDraft draft, string id)
    {
        var order = draft.Order;
        parameters.Add(new() { Value = id });
        parameters.Add(new() { Value = draft.Subscriber.ToCaller().SubscriptionOwner() });
        parameters.Add(new() { Value = JsonSerializer.Serialize(draft.Subscriber), NpgsqlDbType = NpgsqlDbType.Jsonb });
        parameters.Add(new() { Value = clock.GetUtcNow() });
        parameters.Add(new() { Value = draft.Status });
        parameters.Add(new() { Value = order.Channel });
        parameters.Add(new() { Value = draft.Types.Select(ResourceTypes.Number).ToArray() });
        parameters.Add(new() { Value = seal.Seal(JsonSerializer.SerializeToUtf8Bytes(draft.Resource),
            ContentPurpose) });
        parameters.Add(new()
        {
            Value = draft.Headers is { } headers ? seal.Seal(headers.ToBytes(), HeadersPurpose)
                : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea,
        });
        parameters.Add(new() { Value = order.Heartbeat ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        parameters.Add(new() { Value = order.Ends ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
    }

    private async Task<List<StoredSubscription>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        var found = new List<StoredSubscription>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            found.Add(new StoredSubscription(
                row.GetString(0), row.GetString(1), JsonSerializer.Deserialize<Requester>(row.GetString(2))!, row.GetInt32(3),
                row.GetFieldValue<DateTimeOffset>(4), row.GetString(5), row.IsDBNull(6) ? null : row.GetString(6),
                JsonNode.Parse(Open(row.GetFieldValue<byte[]>(7), ContentPurpose))!.AsObject(),
                ReceiverHeaders.Read(Open(row.GetFieldValue<byte[]>(8), HeadersPurpose)), row.GetInt64(9),
                row.GetInt64(10), row.GetInt64(11), row.GetInt32(12),
                row.IsDBNull(13) ? null : row.GetFieldValue<DateTimeOffset>(13)));
        }
        return found;
    }

    private byte[] Open(byte[] sealedBytes, string purpose) => seal.Open(sealedBytes, purpose)
        ?? throw new InvalidDataException(
            "A subscription was sealed with another key than the one in the data folder.");
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Phr.EventLog;
using Phr.Platform.Database;

namespace Phr.Planets.Feeds;

/// <summary>Whose entries a feed gives, and what for.</summary>
/// <param name="Person">Number of the person.</param>
/// <param name="Head">Newest position of the log before anything was read: the next feed starts after it.</param>
/// <param name="Outcomes">Whose switch is on. While there is none, the model reads nothing.</param>
/// <param name="Exceptions">Positions of the rules that keep entries from the model.</param>
internal sealed record FeedPerson(
    long Person, IReadOnlyList<StreamId> Streams, long Head, IReadOnlyList<string> Outcomes, IReadOnlyList<long> Exceptions)
{
    private static readonly string Select = Sql.Load(typeof(FeedPerson), "Feeds/feed-person.sql");

    /// <summary>
    /// Changes when streams join, part or are erased, and when entries are kept from the model. What was read under
    /// another one may hold entries
    /// that it may not.
    /// </summary>
    public string Generation { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{Joined(Streams.Select(stream => stream.Value))} {Joined(Exceptions)}"))[..8]);

    /// <param name="patient">Id of the person's own Patient.</param>
    /// <returns>Null where nobody's own Patient has this id.</returns>
    public static async Task<FeedPerson?> Find(NpgsqlDataSource database, string patient, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Select);
        command.Parameters.Add(new() { Value = patient });
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct)
            ? new FeedPerson(
                rows.GetInt64(0), [.. rows.GetFieldValue<long[]>(1).Select(stream => new StreamId(stream))], rows.GetInt64(2),
                rows.GetFieldValue<string[]>(3), rows.GetFieldValue<long[]>(4))
            : null;
    }

    private static string Joined(IEnumerable<long> numbers) =>
        string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}

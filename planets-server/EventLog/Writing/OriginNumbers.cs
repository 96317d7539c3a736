using Npgsql;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>An origin's number in the database and its part of the canonical header.</summary>
internal sealed record OriginNumber(int Number, byte[] Encoded);

/// <summary>
/// Origins and their numbers, each looked up or made once. They are append-only, so what is known stays true.
/// </summary>
internal sealed class OriginNumbers
{
    private const int KnownMax = 50_000;
    private const int AttemptsMax = 10;

    private static readonly string InternOrigins = Sql.Load(typeof(OriginNumbers), "Writing/intern-origins.sql");

    private readonly Dictionary<Origin, OriginNumber> _known = [];

    public OriginNumber this[Origin origin] => _known[origin];

    /// <summary>Makes sure that each of <paramref name="origins"/> is known.</summary>
    public async ValueTask Require(NpgsqlConnection connection, IEnumerable<Origin> origins, CancellationToken ct)
    {
        List<Origin>? missing = null;
        foreach (var origin in origins)
        {
            if (!_known.ContainsKey(origin))
                (missing ??= []).Add(origin);
        }
        if (missing is null)
            return;
        // All of the group again: forgetting may drop one that was found a moment ago.
        if (_known.Count + missing.Count > KnownMax)
        {
            _known.Clear();
            missing = [.. origins];
        }
        // A row that another node commits meanwhile is invisible to the statement that met it, and visible to the next.
        for (var attempt = 0; missing.Count > 0; attempt++)
        {
            if (attempt == AttemptsMax)
                throw new NpgsqlException("Origins could not be interned.");
            await Intern(connection, [.. missing.Distinct()], ct);
            missing.RemoveAll(_known.ContainsKey);
        }
    }

    private async Task Intern(NpgsqlConnection connection, Origin[] origins, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(InternOrigins, connection);
        command.Parameters.Add(new() { Value = Array.ConvertAll(origins, origin => origin.Agent) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(origins, origin => origin.Client) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(origins, origin => origin.Source) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(origins, origin => origin.Purpose) });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var origin = new Origin(rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4));
            _known[origin] = new OriginNumber(rows.GetInt32(0), EventHeader.Encode(origin));
        }
    }
}

using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;
using Phr.Planets.Search.Text;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Custom;

/// <summary>How far the index of a parameter has come.</summary>
/// <param name="Position">Of the log; null before it was begun.</param>
public sealed record CustomProgress(long? Position, long Head)
{
    public bool IsComplete => Position >= Head;
}

/// <summary>
/// Holds a search by the site's own parameters or by texts until their index has what was written before it; or refuses it, never
/// half-answers.
/// </summary>
public sealed class CustomReadiness(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Events behind which a search waits for; behind more it is refused at once.</summary>
    public const int WaitEventsMax = 5_000;

    /// <summary>What a search that is refused is told in <c>Retry-After</c>.</summary>
    public const string RetrySeconds = "2";

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(40);
    private readonly ConcurrentDictionary<string, bool> _begun = new();
    private static readonly string Begin = Sql.Load(typeof(CustomReadiness), "Search/Text/begin-index.sql");
    private static readonly string IndexedTo = Sql.Load(typeof(CustomReadiness), "Search/Custom/indexed-to.sql");

    /// <summary>Null once all is there.</summary>
    public async Task<Refusal?> Wait(IReadOnlyCollection<FollowedIndex> indexes, CancellationToken ct)
    {
        if (indexes.Count == 0)
            return null;
        await BeginTexts(indexes, ct);
        var begun = clock.GetTimestamp();
        long? head = null;
        while (true)
        {
            var progress = await Progress(indexes, ct);
            head ??= progress[0].Head;
            if (progress.TrueForAll(one => one.Position >= head))
                return null;
            var isFar = progress.Exists(one => one.Position is not { } position || head - position > WaitEventsMax);
            if (isFar && clock.GetElapsedTime(begun) > Step || clock.GetElapsedTime(begun) > WaitMax)
            {
                return Behind(indexes);
            }
            await Task.Delay(Step, clock, ct);
        }
    }

    internal static Refusal Behind(IReadOnlyCollection<FollowedIndex> indexes) => new(
        RefusalKind.Unavailable, "A search parameter of this search is still being indexed; SearchParameter/[id]/$reindex says how far.",
        $"http.{indexes.First().Code}", "incomplete");

    /// <summary>Position of the log up to which all have come, after a wait for what was written before; the highest where there is none
    /// to wait for.</summary>
    public async Task<long> Reached(IReadOnlyCollection<FollowedIndex> indexes, CancellationToken ct)
    {
        if (indexes.Count == 0)
            return long.MaxValue;
        _ = await Wait(indexes, ct);
        return (await Progress(indexes, ct)).Min(one => one.Position ?? 0);
    }

    /// <summary>One for each parameter.</summary>
    public async Task<List<CustomProgress>> Progress(IReadOnlyCollection<FollowedIndex> indexes, CancellationToken ct)
    {
        await using var command = database.CreateCommand(IndexedTo);
        command.Parameters.Add(ArrayParameter.Of(indexes.Select(index => index.Name).ToList(), NpgsqlDbType.Text));
        await using var rows = await command.ExecuteReaderAsync(ct);
        var positions = new Dictionary<string, long>();
        var head = 0L;
        while (await rows.ReadAsync(ct))
        {
            head = rows.GetInt64(2);
            if (!rows.IsDBNull(0))
                positions.Add(rows.GetString(0), rows.GetInt64(1));
        }
        return [.. indexes.Select(index =>
            new CustomProgress(positions.TryGetValue(index.Name, out var position) ? position : null, head))];
    }

    // Most sites never search texts, and their index costs what all others together do: it is begun by the first who asks.
    private async Task BeginTexts(IReadOnlyCollection<FollowedIndex> indexes, CancellationToken ct)
    {
        var texts = indexes.Select(index => index.Name)
            .Where(name => TextSource.Find(name) is not null && !_begun.ContainsKey(name)).ToList();
        if (texts.Count == 0)
            return;
        await using var command = database.CreateCommand(Begin);
        command.Parameters.Add(ArrayParameter.Of(texts, NpgsqlDbType.Text));
        await command.ExecuteNonQueryAsync(ct);
        texts.ForEach(name => _begun.TryAdd(name, true));
    }
}

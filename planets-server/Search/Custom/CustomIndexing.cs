using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Phr.EventLog;
using Phr.Fhir;
using Phr.Fhir.Indexing;
using Phr.Planets.Record.State;
using Phr.Planets.Search.Text;
using Phr.Platform.Database;
using Phr.Platform.Hosting;

namespace Phr.Planets.Search.Custom;

/// <summary>
/// Keeps the index of the site's own parameters, and of texts once someone searches them: each follows the log from its beginning with a
/// durable position, so a new one is worked off
/// while others write, a restart goes on where it was, and of two nodes one works at a time.
/// </summary>
public sealed class CustomIndexing(
    NpgsqlDataSource database, Log log, CustomParameters parameters, CustomReadiness readiness, Indexer indexer, TimeProvider clock,
    ILogger<CustomIndexing> logger)
    : BackgroundService
{
    public const string Schema = "search";

    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);
    private static readonly string Forget = Sql.Load(typeof(CustomIndexing), "Search/Custom/forget-parameters.sql");
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);
    private static readonly string EraseWords = Sql.Load(typeof(CustomIndexing), "Search/Text/delete-words-of-streams.sql");
    private static readonly string Erase = Sql.Load(typeof(CustomIndexing), "Search/Custom/delete-values-of-streams.sql");

    private readonly Dictionary<string, Subscription> _followed = [];
    private IReadOnlyList<TextSource> _texts = [];
    private long? _lookedForTexts;
    private CustomStamp? _seen;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var isBusy = await Try(TakeTurns, "all", stoppingToken);
            if (!isBusy)
                await Task.Delay(Round, clock, stoppingToken);
        }
    }

    // A page of each in turn: a new parameter, which reads the whole log, delays the others by no more.
    private async Task<bool> TakeTurns(CancellationToken ct)
    {
        var set = await parameters.Current(ct);
        if (set.Stamp != _seen)
            await ForgetOthers(set, ct);
        _seen = set.Stamp;
        var isBusy = false;
        foreach (var parameter in set.All)
            isBusy |= await TryPage(parameter.Index, (events, connection, stop) => TakeUp(parameter, events, connection, stop), ct);
        await LookForTexts(ct);
        foreach (var source in _texts)
        {
            var number = set.Texts[source];
            isBusy |= await TryPage(source.Index, (events, connection, stop) => TakeUp(source, number, events, connection, stop), ct);
        }
        return isBusy;
    }

    private Task<bool> TryPage(FollowedIndex index, TakeUp takeUp, CancellationToken ct) =>
        Try(stop => TakePage(index.Name, takeUp, stop), index.Name, ct);

    // Those that someone has asked for, on any node.
    private async Task LookForTexts(CancellationToken ct)
    {
        if (_texts.Count == TextSource.All.Count || _lookedForTexts is { } at && clock.GetElapsedTime(at) < LookAgain)
            return;
        _lookedForTexts = clock.GetTimestamp();
        var progress = await readiness.Progress([.. TextSource.All.Select(source => source.Index)], ct);
        _texts = [.. TextSource.All.Where((_, i) => progress[i].Position is not null)];
    }

    // What fails is rolled back and tried again: the database is away, or another node drops what no longer holds. Anything else is a bug,
    // which the log tells with its place, and which keeps no other parameter from its turn.
    private async Task<bool> Try(Func<CancellationToken, Task<bool>> turn, string name, CancellationToken ct)
    {
        try
        {
            return await turn(ct);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            logger.Log(
                fault is NpgsqlException or TimeoutException ? LogLevel.Warning : LogLevel.Error,
                "The index of the search parameter {Name} waits: {Fault}", name, FaultText.Of(fault));
            _followed.Clear();
            parameters.Distrust();
            await Task.Delay(AfterFault, clock, ct);
            return false;
        }
    }

    private async Task<bool> TakePage(string name, TakeUp takeUp, CancellationToken ct)
    {
        if (!_followed.TryGetValue(name, out var subscription))
            _followed[name] = subscription = await log.Subscribe(Schema, name, 0, ct);
        return await subscription.TakeSome(takeUp, ct);
    }

    private async Task ForgetOthers(CustomSet set, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new SqlText().Append(
            Forget, Binding.Short("type", ResourceTypes.Number("SearchParameter")),
            Binding.Texts("packaged", [.. set.All.Where(own => own.Package is not null).Select(own => own.Name)])).ToCommand(connection);
        if (await command.ExecuteNonQueryAsync(ct) > 0)
            _followed.Clear();
    }

    private async Task TakeUp(
        CustomParameter parameter, IReadOnlyList<StoredEvent> events, NpgsqlConnection connection, CancellationToken ct)
    {
        var rows = new CustomRows(parameter, indexer.Keys);
        var entries = new IndexEntries();
        foreach (var stored in events)
        {
            if (stored.Kind != EventKind.Stored || !stored.Body.IsReadable || !parameter.IsOf(stored.Type))
                continue;
            using var document = FhirDocument.ParseLenient(stored.Body.Bytes).Document;
            if (document is null)
                continue;
            parameter.Expression.Index(document.Root, indexer.Zone, entries);
            rows.Add(stored.Position, entries);
        }
        await rows.Write(connection, ct);
        await DeleteErased(Erase, parameter.Number, events, connection, ct);
    }

    private async Task TakeUp(
        TextSource source, int number, IReadOnlyList<StoredEvent> events, NpgsqlConnection connection, CancellationToken ct)
    {
        var rows = new TextRows(number, source, indexer.Keys);
        foreach (var stored in events)
        {
            if (stored.Kind != EventKind.Stored || !stored.Body.IsReadable || ResourceTypes.Find(stored.Type) is null)
                continue;
            using var document = FhirDocument.ParseLenient(stored.Body.Bytes).Document;
            if (document is null)
                continue;
            rows.Add(stored.Position, document.Root);
            if (rows.IsFull)
                await rows.Write(connection, ct);
        }
        await rows.Write(connection, ct);
        await DeleteErased(EraseWords, number, events, connection, ct);
    }

    private static async Task DeleteErased(
        string statement, int number, IReadOnlyList<StoredEvent> events, NpgsqlConnection connection, CancellationToken ct)
    {
        var erased = events.Where(stored => stored.Kind == EventKind.Erased).Select(stored => stored.Stream.Value).ToList();
        if (erased.Count == 0)
            return;
        await using var command = new NpgsqlCommand(statement, connection)
        {
            Parameters = { new() { Value = number }, ArrayParameter.Of(erased, NpgsqlDbType.Bigint) },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}

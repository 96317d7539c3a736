using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Phr.EventLog;
using Phr.Fhir;
using Phr.Fhir.Indexing;
using Phr.Planets.Record.State;
using Phr.Platform.Database;
using Phr.Platform.Hosting;

namespace Phr.Planets.Search.Custom;

/// <summary>
/// Keeps the index of the site's own parameters: each follows the log from its beginning with a durable position, so a new one is worked off
/// while others write, a restart goes on where it was, and of two nodes one works at a time.
/// </summary>
public sealed class CustomIndexing(
    NpgsqlDataSource database, Log log, CustomParameters parameters, Indexer indexer, TimeProvider clock, ILogger<CustomIndexing> logger)
    : BackgroundService
{
    public const string Schema = "search";

    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);
    private static readonly string Forget = Sql.Load(typeof(CustomIndexing), "Search/Custom/forget-parameters.sql");
    private static readonly string Erase = Sql.Load(typeof(CustomIndexing), "Search/Custom/delete-values-of-streams.sql");

    private readonly Dictionary<string, Subscription> _followed = [];
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
            isBusy |= await Try(stop => TakePage(parameter, stop), parameter.Name, ct);
        return isBusy;
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

    private async Task<bool> TakePage(CustomParameter parameter, CancellationToken ct)
    {
        var subscription = await Followed(parameter, ct);
        return await subscription.TakeSome((events, connection, stop) => TakeUp(parameter, events, connection, stop), ct);
    }

    private async Task<Subscription> Followed(CustomParameter parameter, CancellationToken ct)
    {
        if (!_followed.TryGetValue(parameter.Name, out var subscription))
            _followed[parameter.Name] = subscription = await log.Subscribe(Schema, parameter.Name, 0, ct);
        return subscription;
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
        var erased = new List<long>();
        foreach (var stored in events)
        {
            if (stored.Kind == EventKind.Erased)
                erased.Add(stored.Stream.Value);
            if (stored.Kind != EventKind.Stored || !stored.Body.IsReadable || !parameter.IsOf(stored.Type))
                continue;
            using var document = FhirDocument.ParseLenient(stored.Body.Bytes).Document;
            if (document is null)
                continue;
            parameter.Expression.Index(document.Root, indexer.Zone, entries);
            rows.Add(stored.Position, entries);
        }
        await rows.Write(connection, ct);
        if (erased.Count == 0)
            return;
        await using var erase = new NpgsqlCommand(Erase, connection)
        {
            Parameters = { new() { Value = parameter.Number }, ArrayParameter.Of(erased, NpgsqlDbType.Bigint) },
        };
        await erase.ExecuteNonQueryAsync(ct);
    }
}

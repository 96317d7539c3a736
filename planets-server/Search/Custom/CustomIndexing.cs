using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Phr.Fhir.Indexing;
using Phr.Planets.Search.Text;
using Phr.Platform.Database;
using Phr.Platform.Hosting;

namespace Phr.Planets.Search.Custom;

/// <summary>
/// Keeps the index of the site's own parameters, and of texts once someone searches them: each follows the log from its beginning with a
/// durable position, so a new one is worked off while others write, a restart goes on where it was, and of two nodes one works at a time.
/// </summary>
public sealed class CustomIndexing(
    NpgsqlDataSource database, CustomParameters parameters, CustomReadiness readiness, FollowedIndexes indexes, TimeProvider clock,
    ILogger<CustomIndexing> logger)
    : BackgroundService
{
    public const string Schema = "search";

    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);
    private static readonly string Forget = Sql.Load(typeof(CustomIndexing), "Search/Custom/forget-parameters.sql");
    private static readonly string FoldAgain = Sql.Load(typeof(CustomIndexing), "Search/Custom/fold-again.sql");
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);

    private HashSet<string> _texts = [];
    private long? _lookedForTexts;
    private CustomStamp? _seen;

    /// <summary>Makes the tables, and has the indexes built again where texts fold otherwise than when they were built.</summary>
    public static async Task Prepare(NpgsqlDataSource database, CancellationToken ct)
    {
        await Migrations.Apply(database, Schema, typeof(CustomIndexing), "Search/Custom/Migrations", ct);
        await using var command = database.CreateCommand(FoldAgain);
        command.Parameters.Add(new() { Value = TextFolding.Version });
        await command.ExecuteNonQueryAsync(ct);
    }

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
        await LookForTexts(set, ct);
        var texts = set.TextIndexes.Where(text => _texts.Contains(text.Name));
        foreach (var index in set.All.Select(parameter => parameter.Index).Concat(texts))
            isBusy |= await Try(stop => indexes.TakeSome(index, stop), index.Name, ct);
        return isBusy;
    }

    // Those that someone has asked for, on any node.
    private async Task LookForTexts(CustomSet set, CancellationToken ct)
    {
        if (_texts.Count == TextSource.All.Count || _lookedForTexts is { } at && clock.GetElapsedTime(at) < LookAgain)
            return;
        _lookedForTexts = clock.GetTimestamp();
        var progress = await readiness.Progress(set.TextIndexes, ct);
        _texts = [.. set.TextIndexes.Where((_, i) => progress[i].Position is not null).Select(index => index.Name)];
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
            indexes.Forget();
            parameters.Distrust();
            await Task.Delay(AfterFault, clock, ct);
            return false;
        }
    }

    private async Task ForgetOthers(CustomSet set, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new SqlText().Append(
            Forget, Binding.Short("type", ResourceTypes.Number("SearchParameter")),
            Binding.Texts("packaged", [.. set.All.Where(own => own.Package is not null).Select(own => own.Name)])).ToCommand(connection);
        if (await command.ExecuteNonQueryAsync(ct) > 0)
            indexes.Forget();
    }
}

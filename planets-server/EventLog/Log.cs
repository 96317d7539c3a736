using System.Threading.Channels;
using Npgsql;
using Phr.Platform.Database;
using Phr.Platform.Messages;

namespace Phr.EventLog;

/// <summary>What a log is opened with.</summary>
/// <param name="Database">Its connections should prepare statements by themselves (Max Auto Prepare).</param>
/// <param name="Keys">The key store that the log was begun with; nodes of one log share its folder.</param>
public sealed record LogSettings(
    NpgsqlDataSource Database, KeyStore Keys, InlineProjections Projections, LogOptions Options);

/// <summary>The event log of this node, opened. Several nodes may open one log.</summary>
public sealed class Log : IAsyncDisposable
{
    private static readonly string CreateSubscriptions = Sql.Load(typeof(Log), "Reading/create-subscriptions.sql");
    private static readonly string AddSubscription = Sql.Load(typeof(Log), "Reading/add-subscription.sql");

    private readonly LogSettings _settings;
    private readonly CommitNotice _notice = new();
    private readonly CommitListener _listener;
    private int _closed;

    private Log(LogSettings settings)
    {
        _settings = settings;
        Reader = NewReader(settings);
        Checkpoints = new Checkpoints(settings.Database, settings.Keys);
        Writer = NewWriter(settings, settings.Projections.All, _notice);
        Eraser = new Eraser(settings.Database, settings.Keys, Writer);
        _listener = new CommitListener(settings.Database, _notice.Signal, settings.Options.PollInterval);
    }

    public Writer Writer { get; }

    public Reader Reader { get; }

    public Checkpoints Checkpoints { get; }

    public Eraser Eraser { get; }

    /// <summary>
    /// A hint for each stream that this node wrote to, for the bus. Those that nobody takes are dropped.
    /// </summary>
    public ChannelReader<StreamAdvanced> Hints => _notice.Hints;

    /// <summary>
    /// Opens the log: migrates its schema and the projections', makes sure that the key store is the one it began
    /// with and that both know the same erasures, rebuilds projections that are missing (a restored log) or of
    /// another version, and starts the writer.
    /// </summary>
    /// <param name="progress">Position that a rebuild has come to.</param>
    /// <exception cref="KeyStoreException">The key store is another log's.</exception>
    /// <exception cref="MigrationException">The schema was made by a newer version.</exception>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">
    /// An option is out of its bounds.
    /// </exception>
    public static async Task<Log> Open(LogSettings settings, IProgress<long>? progress, CancellationToken ct)
    {
        settings.Options.Check();
        await using var opening = await Turn.Take(settings.Database, TurnOf.Open, ct);
        await Migrations.Apply(settings.Database, "log", typeof(Log), "Migrations", ct);
        await settings.Projections.Create(settings.Database, settings.Projections.Schema, ct);
        await KeyStoreBinding.Require(settings.Database, settings.Keys, ct);
        var outdated = await settings.Projections.Outdated(settings.Database, ct);
        await ApplyErasures(settings, outdated, ct);
        await BuildOutdated(settings, outdated, progress, ct);
        var log = new Log(settings);
        log._listener.Start();
        return log;
    }

    /// <summary>A durable reader of the log.</summary>
    /// <param name="schema">Must exist; keeps the consumer's position.</param>
    /// <param name="consumer">Its name in the schema.</param>
    /// <param name="after">Position that a new consumer begins after.</param>
    public async Task<Subscription> Subscribe(string schema, string consumer, long after, CancellationToken ct)
    {
        await using var create = _settings.Database.CreateCommand(SchemaName.Into(CreateSubscriptions, schema));
        await create.ExecuteNonQueryAsync(ct);
        await using var add = _settings.Database.CreateCommand(SchemaName.Into(AddSubscription, schema));
        add.Parameters.Add(new() { Value = consumer });
        add.Parameters.Add(new() { Value = after });
        await add.ExecuteNonQueryAsync(ct);
        var place = new SubscriptionPlace(schema, consumer);
        return new Subscription(_settings.Database, Reader, _notice.Signal, _settings.Options.PollInterval, place);
    }

    /// <summary>
    /// Returns when this process knows of commits beyond a position, of other nodes too, or when the time is over.
    /// </summary>
    public Task WaitBeyond(long position, TimeSpan timeMax, CancellationToken ct) =>
        _notice.Signal.WaitBeyond(position, timeMax, ct);

    /// <summary>Commits what waits, signs a last checkpoint.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        await Writer.DisposeAsync();
        await _listener.DisposeAsync();
        _notice.Close();
    }

    private static Reader NewReader(LogSettings settings) => new(settings.Database, new EventOpener(settings.Keys));

    private static Writer NewWriter(
        LogSettings settings, IReadOnlyList<IInlineProjection> projections, CommitNotice notice)
    {
        var state = new WriterState(settings.Keys, projections, settings.Options);
        var connection = new WriterConnection(settings.Database, settings.Projections.Schema);
        return new Writer(state, connection, notice, settings.Options);
    }

    // Before anything is rebuilt: an erased stream must not come back for a moment. Projections that will be rebuilt
    // are left out.
    private static async Task ApplyErasures(
        LogSettings settings, IReadOnlyList<IInlineProjection> outdated, CancellationToken ct)
    {
        var current = settings.Projections.All.Except(outdated).ToList();
        await using var writer = NewWriter(settings, current, new CommitNotice());
        await new Eraser(settings.Database, settings.Keys, writer).Reconcile(ct);
    }

    private static async Task BuildOutdated(
        LogSettings settings, IReadOnlyList<IInlineProjection> outdated, IProgress<long>? progress,
        CancellationToken ct)
    {
        if (outdated.Count == 0)
            return;
        var schema = settings.Projections.Schema;
        await using var alone = await Turn.Take(settings.Database, TurnOf.Append, ct);
        var rebuild = new Rebuild(settings.Database, NewReader(settings));
        await rebuild.Empty(schema, outdated, ct);
        await rebuild.Replay(schema, outdated, after: 0, progress, ct);
        foreach (var projection in outdated)
            await settings.Projections.Built(settings.Database, projection, ct);
    }
}

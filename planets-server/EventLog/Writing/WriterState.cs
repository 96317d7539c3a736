using Npgsql;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>What the writer knows of the log between groups. Without a head it knows nothing and reads anew.</summary>
internal sealed class WriterState(KeyStore keys, IReadOnlyList<IInlineProjection> projections, LogOptions options)
{
    private static readonly string ReadHead = Sql.Load(typeof(WriterState), "Chain/read-head.sql");

    private Head? _head;

    /// <exception cref="InvalidOperationException">It was forgotten and not read again: a bug.</exception>
    public Head Head => _head ?? throw new InvalidOperationException("The head is not known.");

    public KeyStore Keys { get; } = keys;

    public NewKeys NewKeys { get; } = new(keys);

    public Tails Tails { get; } = new();

    public OriginNumbers Origins { get; } = new();

    public IReadOnlyList<IInlineProjection> Projections { get; } = projections;

    public LogLimits Limits { get; } = options.Limits;

    /// <summary>Recorded times never go back, also when the clock does or another node's is ahead.</summary>
    public DateTimeOffset NextRecordedTime()
    {
        var now = options.Clock.GetUtcNow().ToMicroseconds();
        return now > Head.RecordedTime ? now : Head.RecordedTime;
    }

    /// <summary>Reads the head where it is not known.</summary>
    public async ValueTask Refresh(NpgsqlConnection connection, CancellationToken ct) =>
        _head ??= await Read(connection, ct);

    /// <summary>Another node may have written.</summary>
    public void Forget()
    {
        _head = null;
        Tails.Forget();
    }

    public void Advance(Head head, Group committed)
    {
        _head = head;
        Tails.Keep(committed.Touched);
    }

    public static async Task<Head> Read(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ReadHead, connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        return new Head(
            rows.GetInt64(0), rows.GetFieldValue<byte[]>(1), rows.GetFieldValue<DateTimeOffset>(2), rows.GetInt64(3));
    }
}

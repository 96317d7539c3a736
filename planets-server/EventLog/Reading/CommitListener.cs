using Npgsql;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>
/// Hears of other nodes' commits by LISTEN. When its connection breaks, subscriptions poll until it is back.
/// </summary>
internal sealed class CommitListener(NpgsqlDataSource database, LogSignal signal, TimeSpan retryAfter)
    : IAsyncDisposable
{
    private static readonly string Listening = Sql.Load(typeof(CommitListener), "Reading/listen.sql");

    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = Run(_stopping.Token);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task Run(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Listen(ct);
            }
            catch (NpgsqlException)
            {
                await Task.Delay(retryAfter, ct);
            }
        }
    }

    private async Task Listen(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        connection.Notification += (_, notification) =>
        {
            if (long.TryParse(notification.Payload, out var position))
                signal.Advance(position);
        };
        await using (var listen = new NpgsqlCommand(Listening, connection))
            await listen.ExecuteNonQueryAsync(ct);
        while (true)
            await connection.WaitAsync(ct);
    }
}

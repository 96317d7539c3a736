using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Phr.Platform.Database;
using Phr.Platform.Hosting;

namespace Phr.Consent.AccessLog;

/// <summary>
/// Copies the accesses that planets-server records, page by page from a durable position. A page and the position behind it commit
/// together, so a crash loses and repeats nothing.
/// </summary>
/// <param name="planets">Client with the service's token, based at planets-server.</param>
public sealed class AccessReader(
    HttpClient planets, NpgsqlDataSource database, IOptions<ConsentOptions> options, ILogger<AccessReader> log, TimeProvider clock)
    : BackgroundService
{
    /// <summary>Accesses read at a time.</summary>
    public const int PageLength = 1000;

    private static readonly string Insert = Sql.Load(typeof(AccessReader), "AccessLog/insert-accesses.sql");
    private static readonly string ReadPosition = Sql.Load(typeof(AccessReader), "AccessLog/read-position.sql");
    private static readonly string MovePosition = Sql.Load(typeof(AccessReader), "AccessLog/move-position.sql");

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    private readonly SemaphoreSlim _oneReader = new(1, 1);

    /// <summary>Reads all that planets-server has recorded by now.</summary>
    /// <exception cref="HttpRequestException">planets-server does not answer.</exception>
    /// <exception cref="JsonException">planets-server answered something else than accesses.</exception>
    public async Task CatchUp(CancellationToken ct)
    {
        await _oneReader.WaitAsync(ct);
        try
        {
            while (await ReadPage(ct))
                continue;
        }
        finally
        {
            _oneReader.Release();
        }
    }

    /// <summary>The same, where what is known already is better than nothing.</summary>
    public async Task TryCatchUp(CancellationToken ct)
    {
        try
        {
            await CatchUp(ct);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or NpgsqlException)
        {
            log.LogWarning("Accesses could not be read: {Fault}", FaultText.Of(e));
        }
    }

    public override void Dispose()
    {
        _oneReader.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.AccessLogSeconds), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryCatchUp(stoppingToken);
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> ReadPage(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var position = new NpgsqlCommand(ReadPosition, connection);
        var after = (long)(await position.ExecuteScalarAsync(ct))!;
        var page = await planets.GetFromJsonAsync<Page>($"internal/accesses?after={after}&limit={PageLength}", Format, ct);
        if (page is null || page.UpTo <= after)
            return false;
        if (page.Entries.Count > 0)
        {
            await using var insert = Rows(new NpgsqlCommand(Insert, connection), page.Entries);
            await insert.ExecuteNonQueryAsync(ct);
        }
        await using var move = new NpgsqlCommand(MovePosition, connection).With(page.UpTo);
        await move.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static NpgsqlCommand Rows(NpgsqlCommand insert, List<Access> accesses)
    {
        T[] Column<T>(Func<Access, T> of) => [.. accesses.Select(of)];
        return insert.With(
            Column(a => a.Number), Column(a => a.Time.UtcDateTime), Column(a => a.Patient), Column(a => a.Actor),
            Column(a => a.Organisation), Column(a => a.Role), Column(a => a.Client), Column(a => a.Purpose), Column(a => a.Interaction),
            Column(a => a.Type), Column(a => a.Outcome.ToString().ToLowerInvariant()), Column(a => a.Count), Column(a => a.Decision));
    }

    /// <param name="UpTo">Number of the last access that the page looked at, whether it tells of it or not.</param>
    private sealed record Page(List<Access> Entries, long UpTo);
}

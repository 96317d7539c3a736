using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Phr.Platform.Database;

namespace Phr.Consent.Accounts;

/// <summary>
/// Gives each patient account its own Patient in planets-server. An account is pending until that has worked; a loop tries again,
/// and a conditional create makes that harmless.
/// </summary>
/// <param name="planets">Client with the service's token, based at planets-server.</param>
public sealed class OwnPatients(
    HttpClient planets, IServiceScopeFactory scopes, NpgsqlDataSource database, ILogger<OwnPatients> log, TimeProvider clock)
    : BackgroundService
{
    private const int AccountsATime = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly string Pending = Sql.Load(typeof(OwnPatients), "Accounts/pending-accounts.sql");
    private static readonly string SetPatient = Sql.Load(typeof(OwnPatients), "Accounts/set-patient.sql");

    /// <summary>Id of the account's Patient; null when it could not be made now.</summary>
    public async Task<string?> Ensure(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var book = scope.ServiceProvider.GetRequiredService<AccountBook>();
        if (await book.Find(id, ct) is not { } account)
            return null;
        if (account.Patient is not null)
            return account.Patient;
        try
        {
            var patient = await Make(account, ct);
            await using var set = database.Statement(SetPatient, id, patient);
            await set.ExecuteNonQueryAsync(ct);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            log.LogWarning("An account waits for its Patient: {Fault}", Platform.Hosting.FaultText.Of(e));
        }
        return (await book.Find(id, ct))?.Patient;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                foreach (var account in await PendingAccounts(stoppingToken))
                    await Ensure(account, stoppingToken);
            }
            catch (NpgsqlException e)
            {
                log.LogWarning("Pending accounts could not be read: {Fault}", Platform.Hosting.FaultText.Of(e));
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<List<Guid>> PendingAccounts(CancellationToken ct)
    {
        await using var command = database.Statement(Pending, AccountsATime);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var accounts = new List<Guid>();
        while (await rows.ReadAsync(ct))
            accounts.Add(rows.GetGuid(0));
        return accounts;
    }

    // R4 http.html#ccreate: none matches, create (201); one matches, that one (200). Both say where it is.
    private async Task<string> Make(Account account, CancellationToken ct)
    {
        var resource = OwnPatient.Resource(account).ToJsonString();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("fhir/Patient", UriKind.Relative))
        {
            Content = new StringContent(resource, Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json")),
        };
        request.Headers.Add("If-None-Exist", $"identifier={OwnPatient.AccountSystem}|{account.Id}");
        request.Headers.Add("Prefer", "return=representation");
        using var response = await planets.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(ct), default, ct);
        return answer.RootElement.TryGetProperty("id", out var id) && id.GetString() is { Length: > 0 } patient
            ? patient
            : throw new JsonException("planets-server answered without the Patient.");
    }
}

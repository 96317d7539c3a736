using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Phr.Platform.Hosting;

/// <summary>Ready only while the database answers. Says nothing of why it does not: readiness is asked without a token.</summary>
internal sealed class DatabaseAnswers(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var ask = new NpgsqlCommand("select 1", connection);
            await ask.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy();
        }
    }
}

using Microsoft.AspNetCore.Builder;

namespace Phr.Platform.Hosting;

/// <summary>
/// One deployed service as the host sees it. Each service project has one, named <c>Definition</c>, that lists all its slices;
/// <see cref="ServiceHost"/> runs it, alone in a process or beside the others.
/// </summary>
/// <param name="Name">Lower case, unique: <c>planets</c>, <c>consent</c>, <c>mobile</c>, <c>model</c>.</param>
/// <param name="Register">Adds what the service needs. The host has already added <see cref="PlatformSettings"/>, a
/// <c>NpgsqlDataSource</c>, <c>HintBus</c>, <c>TimeProvider</c> and a readiness check of the database.</param>
/// <param name="Map">Adds middleware and lists every slice.</param>
public sealed record ServiceDefinition(
    string Name, Action<WebApplicationBuilder, PlatformSettings> Register, Action<WebApplication> Map)
{
    /// <summary>Runs before the first request is accepted: migrations, checks of keys and files.</summary>
    public Func<IServiceProvider, CancellationToken, Task> Prepare { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Limits unless configuration section <c>Limits:NAME</c> says otherwise.</summary>
    public ServiceLimits Limits { get; init; } = new();

    /// <summary>How this service words errors that no slice answered: problem+json unless it speaks something else.</summary>
    public WriteError Errors { get; init; } = ProblemJson.Write;
}

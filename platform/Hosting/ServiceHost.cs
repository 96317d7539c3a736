using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Phr.Platform.Database;
using Phr.Platform.Messages;

namespace Phr.Platform.Hosting;

/// <summary>What the services of one process share; everything else is each service's own.</summary>
public sealed record SharedParts(PlatformSettings Settings, HintBus Hints, LogSink Log, TimeProvider Clock);

/// <summary>
/// A service that accepts requests: its own Kestrel, pipeline and container. Beside its slices it answers <c>/health</c> (the process
/// lives) and <c>/ready</c> (it can serve: the database and whatever else it registered as a health check).
/// </summary>
public sealed class ServiceHost : IAsyncDisposable
{
    private static readonly TimeSpan ReadinessTimeout = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;

    private ServiceHost(WebApplication app) => _app = app;

    /// <summary>The service's container: for the host and for tests.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Where it listens, with the port that it got if port 0 was asked for.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <param name="listen">Kestrel address, for example <c>http://127.0.0.1:0</c>.</param>
    /// <exception cref="ValidationException">A limit in the configuration is out of bounds.</exception>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<ServiceHost> Start(ServiceDefinition service, SharedParts shared, string listen, CancellationToken ct)
    {
        var app = Build(service, shared, listen);
        try
        {
            await service.Prepare(app.Services, ct);
            await app.StartAsync(ct);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
        return new ServiceHost(app);
    }

    /// <summary>Takes no more requests and lets those in flight finish, within <see cref="ServiceLimits.StopSecondsMax"/>.</summary>
    public Task Stop(CancellationToken ct) => _app.StopAsync(ct);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static WebApplication Build(ServiceDefinition service, SharedParts shared, string listen)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var limits = Limits(service, builder.Configuration);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(limits.Apply).UseUrls(listen);
        Log(builder.Logging, service.Name, shared);
        AddShared(builder.Services, service, shared, limits);
        service.Register(builder, shared.Settings);

        var app = builder.Build();
        app.UseOuterEdge(service.Errors);
        app.UseHeadRequests();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.Use(InflatedBody.Take);
        app.MapHealthChecks("/health", new HealthCheckOptions { Predicate = _ => false }).DisableRequestTimeout();
        app.MapHealthChecks("/ready");
        service.Map(app);
        return app;
    }

    private static ServiceLimits Limits(ServiceDefinition service, ConfigurationManager configuration)
    {
        var limits = service.Limits with { };
        configuration.GetSection($"Limits:{service.Name}").Bind(limits);
        Validator.ValidateObject(limits, new ValidationContext(limits), validateAllProperties: true);
        return limits;
    }

    // The framework's own information lines quote paths and queries, which name people and what was asked about them.
    private static void Log(ILoggingBuilder logging, string service, SharedParts shared)
    {
        logging.ClearProviders();
        logging.AddProvider(new JsonLines(service, shared.Log, shared.Clock));
        logging.SetMinimumLevel(LogLevel.Information);
        foreach (var category in (string[])["Microsoft", "System", "MassTransit", "Npgsql"])
            logging.AddFilter(category, LogLevel.Warning);
    }

    private static void AddShared(IServiceCollection services, ServiceDefinition service, SharedParts shared, ServiceLimits limits)
    {
        services.AddSingleton(shared.Settings);
        services.AddSingleton(shared.Hints);
        services.AddSingleton(shared.Clock);
        services.AddSingleton(limits);
        services.AddSingleton<IHostLifetime, StoppedByItsHost>();
        services.AddSingleton(_ => ServiceDatabase.Open(shared.Settings.Database, service.Name));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(limits.StopSecondsMax));
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new()
        {
            Timeout = TimeSpan.FromSeconds(limits.RequestSecondsMax), TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        });
        services.AddHealthChecks().AddCheck<DatabaseAnswers>("database", timeout: ReadinessTimeout);
    }

    // Signals are the process's business (cli/Host), not each service's.
    private sealed class StoppedByItsHost : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

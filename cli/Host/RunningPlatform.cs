using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Phr.Cli.Setup;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Platform.Messages;

namespace Phr.Cli.Host;

/// <summary>
/// All services in this process, with their own database and identity provider beside it. Parts are stopped in the reverse of the
/// order they were started in, also when a later one does not start.
/// </summary>
internal sealed class RunningPlatform : IAsyncDisposable
{
    /// <summary>Database of a private cluster.</summary>
    public const string DatabaseName = "phr";

    private const int StartsMax = 3;

    private readonly Stack<Func<Task>> _stops = new();
    private readonly PlatformOptions _options;

    private RunningPlatform(PlatformOptions options) => _options = options;

    public RunRecord Record { get; private set; } = null!;

    private DetachedProcess Identity => new(PlatformParts.IdentityName, _options.Folder);

    /// <param name="say">Told of each step, for a person who waits.</param>
    /// <exception cref="CommandException">Another platform is up in the folder, or something is missing.</exception>
    public static async Task<RunningPlatform> Start(
        PlatformOptions options, PlatformParts parts, Action<string> say, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var platform = new RunningPlatform(options);
            try
            {
                await platform.StartParts(parts, say, ct);
                return platform;
            }
            catch (IOException taken) when (taken.InnerException is AddressInUseException && attempt < StartsMax)
            {
                // Another platform that starts at this moment found the same ports free.
                await platform.DisposeAsync();
            }
            catch
            {
                await platform.DisposeAsync();
                throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_stops.TryPop(out var stop))
            await stop();
    }

    // Of a demonstration: notifications stay on the machine that it runs on.
    private static PushSettings OwnMachine => new() { AllowedHosts = ["127.0.0.1", "localhost"], AllowPrivate = true };

    private async Task StartParts(PlatformParts parts, Action<string> say, CancellationToken ct)
    {
        var last = Claim();
        // Left behind when an earlier run was killed. Its database is found and used by the cluster itself.
        await Identity.Stop(ct);
        var ports = PortBlock.FindFree(_options.PortBase ?? last?.Ports ?? PortBlock.DefaultBase);
        say("database");
        var (connection, postgres) = await Database(ports, ct);
        var settings = new PlatformSettings
        {
            Database = connection, DataFolder = _options.Folder.Path, Urls = ServiceUrls.Loopback(ports), Demo = _options.Demo,
            RabbitMq = _options.RabbitMq, Otlp = _options.Otlp,
            Push = _options.Push ?? (_options.Demo ? OwnMachine : new()),
        };
        var identity = parts.Identity is { } launch ? await StartIdentity(launch(settings), ct) : null;
        var shared = Shared(settings);
        foreach (var service in parts.Services)
        {
            say(service.Name);
            await Start(service, shared, ct);
        }
        if (identity is not null)
        {
            say(Identity.Name);
            await IdentityProvider.UntilHealthy(settings.Urls.Identity, identity, Identity.LogFile, ct);
        }
        if (_options.Demo && parts.Furnish is { } furnish)
        {
            say("people");
            await furnish(settings, ct);
        }
        Record = new RunRecord(ProcessMark.Own, ports, identity?.Pid ?? 0, postgres, connection, _options.Demo);
        Record.Write(_options.Folder);
    }

    private RunRecord? Claim()
    {
        var claim = _options.Folder.Claim();
        var last = RunRecord.Read(_options.Folder);
        if (claim is null)
        {
            var who = last is { Phr.IsAlive: true } ? $" (process {last.Phr.Pid}, {last.Urls.Fhir})" : "";
            throw new CommandException($"a platform is already up in {_options.Folder.Path}{who}. Stop it with ./phr down.");
        }
        OnStop(() =>
        {
            claim.Dispose();
            return Task.CompletedTask;
        });
        return last;
    }

    private async Task<(string Connection, int Pid)> Database(int ports, CancellationToken ct)
    {
        if (_options.Database is { } configured)
            return (configured, 0);
        var binaries = await Needs.Postgres(ct);
        var cluster = await PostgresCluster.Start(binaries, _options.Folder.Postgres, ports + PortBlock.Database, ct);
        OnStop(() => cluster.Stop(CancellationToken.None));
        return (await cluster.Database(DatabaseName, ct), cluster.Pid);
    }

    private SharedParts Shared(PlatformSettings settings)
    {
        var log = LogSink.File(Path.Combine(_options.Folder.Logs, "phr.jsonl"));
        OnStop(() =>
        {
            log.Dispose();
            return Task.CompletedTask;
        });
        if (settings.Otlp is { } otlp)
        {
            var telemetry = Telemetry.Start("phr", otlp);
            OnStop(() =>
            {
                telemetry.Dispose();
                return Task.CompletedTask;
            });
        }
        var logs = LoggerFactory.Create(logging => logging
            .AddProvider(new JsonLines("bus", log, TimeProvider.System)).SetMinimumLevel(LogLevel.Warning));
        var hints = HintBus.Start(settings.RabbitMq, logs);
        OnStop(() => hints.DisposeAsync().AsTask());
        return new SharedParts(settings, hints, log, TimeProvider.System);
    }

    private async Task<ProcessMark> StartIdentity(ProcessStartInfo program, CancellationToken ct)
    {
        OnStop(() => Identity.Stop(CancellationToken.None));
        return await Identity.Start(program, ct);
    }

    private async Task Start(ServiceDefinition service, SharedParts shared, CancellationToken ct)
    {
        var host = await ServiceHost.Start(service, shared, shared.Settings.Urls.Of(service.Name).ToString(), ct);
        OnStop(async () =>
        {
            await host.Stop(CancellationToken.None);
            await host.DisposeAsync();
        });
    }

    private void OnStop(Func<Task> stop) => _stops.Push(stop);
}

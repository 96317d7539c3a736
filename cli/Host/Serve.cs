using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Phr.Platform.Hosting;
using Phr.Platform.Messages;

namespace Phr.Cli.Host;

/// <summary>
/// <c>phr serve SERVICE</c>: one service in this process, configured by variables (<c>Phr__Database</c>, see
/// <see cref="PlatformSettings"/>), with its log on standard output. This is what a container runs.
/// </summary>
internal static class Serve
{
    private const string AnyAddress = "http://0.0.0.0:8080";

    public static Command Verb(PlatformParts parts)
    {
        string[] names = [.. parts.Services.Select(service => service.Name), PlatformParts.IdentityName];
        var name = new Argument<string>("SERVICE") { Description = string.Join(", ", names) };
        name.AcceptOnlyFromAmong(names);
        var listen = new Option<string>("--listen") { Description = "Where it accepts requests.", DefaultValueFactory = _ => AnyAddress };
        var verb = new Command("serve", "Runs one service in this process, as a container does.") { name, listen };
        verb.SetAction((parsed, ct) => parsed.GetValue(name) is PlatformParts.IdentityName
            ? ServeIdentity.Run(parts.Identity!(Settings()), ct)
            : Run(parts.Services.Single(service => service.Name == parsed.GetValue(name)), parsed.GetValue(listen)!, ct));
        return verb;
    }

    /// <summary>The settings that the environment gives.</summary>
    /// <exception cref="CommandException">One is missing or malformed; says which variable.</exception>
    public static PlatformSettings Settings(IConfiguration configuration)
    {
        PlatformSettings settings;
        try
        {
            settings = configuration.GetSection("Phr").Get<PlatformSettings>() ?? new PlatformSettings();
        }
        catch (InvalidOperationException malformed)
        {
            throw new CommandException(malformed.Message);
        }
        Require(settings, "Phr__");
        Require(settings.Urls, "Phr__Urls__");
        return settings;
    }

    private static PlatformSettings Settings() => Settings(new ConfigurationBuilder().AddEnvironmentVariables().Build());

    private static async Task<int> Run(ServiceDefinition service, string listen, CancellationToken ct)
    {
        var settings = Settings();
        using var log = LogSink.StandardOutput();
        using var telemetry = settings.Otlp is { } otlp ? Telemetry.Start($"phr-{service.Name}", otlp) : null;
        using var logs = LoggerFactory.Create(logging => logging
            .AddProvider(new JsonLines("bus", log, TimeProvider.System)).SetMinimumLevel(LogLevel.Warning));
        await using var hints = HintBus.Start(settings.RabbitMq, logs);
        await using var host = await ServiceHost.Start(service, new SharedParts(settings, hints, log, TimeProvider.System), listen, ct);
        await Stopping.Wait(ct);
        await host.Stop(CancellationToken.None);
        return 0;
    }

    private static void Require(object section, string prefix)
    {
        var missing = new List<ValidationResult>();
        if (!Validator.TryValidateObject(section, new ValidationContext(section), missing, validateAllProperties: true))
            throw new CommandException($"{prefix}{missing[0].MemberNames.First()} is not set.");
    }
}

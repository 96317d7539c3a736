using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Phr.Platform.Hosting;
using Spectre.Console;

namespace Phr.Cli.Host;

/// <summary><c>phr up</c>: the platform on loopback until it is stopped (Ctrl-C, SIGTERM, <c>phr down</c>).</summary>
internal static class Up
{
    public static Command Verb()
    {
        var ports = new Option<int?>("--ports") { Description = "First of six ports; the next free ones when they are taken." };
        var database = new Option<string?>("--database") { Description = "PostgreSQL connection string instead of a private cluster." };
        var site = new Option<bool>("--site") { Description = "No demonstration accounts; no risks until the model is validated." };
        var verb = new Command("up", "Starts the platform on loopback, until stopped.")
        {
            SharedOptions.Data, SharedOptions.Json, ports, database, site,
        };
        verb.SetAction((parsed, ct) => Run(
            new PlatformOptions(
                DataFolder.Choose(parsed.GetValue(SharedOptions.Data)), parsed.GetValue(ports),
                parsed.GetValue(database) ?? Environment.GetEnvironmentVariable("Phr__Database"), !parsed.GetValue(site))
            {
                RabbitMq = Address("Phr__RabbitMq"), Otlp = Address("Phr__Otlp"),
                Push = new ConfigurationBuilder().AddEnvironmentVariables().Build().GetSection("Phr:Push").Get<PushSettings>(),
            },
            parsed.GetValue(SharedOptions.Json), ct));
        return verb;
    }

    private static async Task<int> Run(PlatformOptions options, bool json, CancellationToken ct)
    {
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // A closed terminal stops the platform as Ctrl-C does.
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            stopped.Cancel();
        });
        var clock = Stopwatch.StartNew();
        await using var platform = await RunningPlatform.Start(
            options, PlatformParts.All, Say, stopped.Token);
        Announce(platform.Record, options.Folder, clock.Elapsed, json);
        await Stopping.Wait(stopped.Token);
        await Console.Error.WriteLineAsync("phr: stopping …");
        return 0;

        void Say(string step) => Console.Error.WriteLine($"phr: {clock.Elapsed.TotalSeconds,5:0.0} s  {step} …");
    }

    /// <exception cref="CommandException">The variable holds something that is no address.</exception>
    private static Uri? Address(string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : throw new CommandException($"{variable} is no address.");
    }

    private static void Announce(RunRecord record, DataFolder folder, TimeSpan elapsed, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(record.Announcement));
            return;
        }
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        table.AddRow("FHIR", $"{record.Urls.Fhir}");
        foreach (var service in PlatformParts.All.Services.Where(service => service.Name != "planets"))
            table.AddRow(service.Name, $"{record.Urls.Of(service.Name)}");
        table.AddRow("data", folder.Path);
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(Words.Pick(
            $"準備ができました（{elapsed.TotalSeconds:0.0} 秒）。Ctrl-C か ./phr down で止まります。",
            $"Ready after {elapsed.TotalSeconds:0.0} s. Ctrl-C or ./phr down stops it."));
    }
}

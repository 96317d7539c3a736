using System.Net;
using Phr.Cli.Host;
using Phr.Cli.Setup;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Tests.Support;

namespace Phr.Tests.EndToEnd;

/// <summary>As compose.yaml: each service a process of its own, RabbitMQ between them.</summary>
public sealed class ProcessEach : ITopology
{
    private const int Ports = 24_500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly PlatformFolder _folder = new();
    private readonly List<PhrCommand> _processes = [];
    private RabbitBroker? _broker;
    private PostgresCluster? _cluster;

    public PlatformSettings Settings { get; private set; } = null!;

    public string? Missing => RabbitBroker.Installed ? null : "RabbitMQ is not installed (Debian package rabbitmq-server).";

    public async Task InitializeAsync()
    {
        if (Missing is not null)
            return;
        var folder = new DataFolder(_folder.Path);
        _broker = await RabbitBroker.Start(default);
        _cluster = await PostgresCluster.Start(await Needs.Postgres(default), folder.Postgres, 0, default);
        var urls = ServiceUrls.Loopback(PortBlock.FindFree(Ports));
        Settings = new PlatformSettings
        {
            Database = await _cluster.Database(RunningPlatform.DatabaseName, default), DataFolder = folder.Path, Urls = urls, Demo = true,
            RabbitMq = _broker.Address,
        };
        var variables = Variables(Settings);
        _processes.Add(PhrCommand.Start(variables, "serve", PlatformParts.IdentityName));
        await UntilItAnswers(new Uri(urls.Identity, "/health"));
        foreach (var service in PlatformParts.All.Services)
            _processes.Add(PhrCommand.Start(variables, "serve", service.Name, "--listen", urls.Of(service.Name).ToString()));
        foreach (var service in PlatformParts.All.Services)
            await UntilItAnswers(new Uri(urls.Of(service.Name), "/ready"));
        await PlatformParts.All.Furnish!(Settings, default);
    }

    public async Task DisposeAsync()
    {
        foreach (var process in _processes)
            await process.Terminate();
        foreach (var process in _processes)
        {
            await process.End().WaitAsync(Patience);
            process.Dispose();
        }
        if (_cluster is not null)
            await _cluster.Stop(default);
        if (_broker is not null)
            await _broker.DisposeAsync();
        _folder.Dispose();
    }

    private static Dictionary<string, string> Variables(PlatformSettings settings) => new()
    {
        ["Phr__Database"] = settings.Database,
        ["Phr__DataFolder"] = settings.DataFolder,
        ["Phr__RabbitMq"] = settings.RabbitMq!.ToString(),
        ["Phr__Demo"] = "true",
        ["Phr__Urls__Planets"] = settings.Urls.Planets.ToString(),
        ["Phr__Urls__Consent"] = settings.Urls.Consent.ToString(),
        ["Phr__Urls__Identity"] = settings.Urls.Identity.ToString(),
        ["Phr__Urls__Mobile"] = settings.Urls.Mobile.ToString(),
        ["Phr__Urls__Model"] = settings.Urls.Model.ToString(),
    };

    private async Task UntilItAnswers(Uri address)
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(address, patience.Token);
                if (response.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
            await Task.Delay(50, patience.Token);
        }
    }
}

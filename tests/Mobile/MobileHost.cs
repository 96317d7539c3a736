using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Phr.Mobile;
using Phr.Platform.Hosting;
using Phr.Platform.Messages;

namespace Phr.Tests.Mobile;

/// <summary>mobile-api on loopback, as it is deployed, with a platform behind it that the test holds.</summary>
public sealed class MobileHost : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-mobile-").FullName;
    private SharedParts _shared = null!;
    private ServiceHost _service = null!;

    internal FakePlatform Platform { get; } = new();

    public PlatformSettings Settings { get; private set; } = null!;

    public Uri Address => _service.Address;

    internal IServiceProvider Services => _service.Services;

    public async Task InitializeAsync()
    {
        await Platform.Start();
        var (behind, mobile) = (Platform.Address, new Uri($"http://127.0.0.1:{FreePort()}"));
        // The database is asked by /ready alone, which these tests do not.
        Settings = new PlatformSettings
        {
            Database = "Host=127.0.0.1;Port=1", DataFolder = _folder, Demo = true,
            Urls = new ServiceUrls { Planets = behind, Consent = behind, Identity = behind, Model = behind, Mobile = mobile },
        };
        Platform.Knows(Settings);
        var hints = HintBus.Start(null, NullLoggerFactory.Instance);
        _shared = new SharedParts(Settings, hints, LogSink.File(LogFile), TimeProvider.System);
        _service = await ServiceHost.Start(MobileApi.Definition, _shared, mobile.AbsoluteUri, default);
    }

    public string LogFile => Path.Combine(_folder, "log.jsonl");

    public async Task DisposeAsync()
    {
        await _service.Stop(default);
        await _service.DisposeAsync();
        await Platform.DisposeAsync();
        await _shared.Hints.DisposeAsync();
        _shared.Log.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A phone with a token of its own person.</summary>
    internal HttpClient Phone(string? token = null)
    {
        var http = new HttpClient { BaseAddress = new Uri(Address, "api/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Platform.Token());
        return http;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}

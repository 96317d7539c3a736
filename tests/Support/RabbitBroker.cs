using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Phr.Tests.Support;

/// <summary>
/// Debian's RabbitMQ, private to this process: own folder, node name, ports and epmd, on loopback. <see
/// cref="Installed"/> is false where the package is missing; tests that need it then skip.
/// </summary>
public sealed class RabbitBroker : IAsyncDisposable
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("phr-rabbit-").FullName;
    private readonly int _port = FreePort();
    private readonly int _distributionPort = FreePort();
    private readonly int _epmdPort = FreePort();
    private Process? _server;

    public static bool Installed => File.Exists(Program);

    public Uri Address => new($"amqp://guest:guest@127.0.0.1:{_port}/");

    public static async Task<RabbitBroker> Start(CancellationToken ct)
    {
        var broker = new RabbitBroker();
        await File.WriteAllTextAsync(Path.Combine(broker._folder, "plugins"), "[].", ct);
        await broker.Restart(ct);
        return broker;
    }

    /// <summary>Starts it again, in the same folder and on the same port, after <see cref="Stop"/>.</summary>
    public async Task Restart(CancellationToken ct)
    {
        _server = Process.Start(Command())!;
        _server.OutputDataReceived += (_, _) => { };
        _server.ErrorDataReceived += (_, _) => { };
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(StartTimeout);
        while (!await Accepts(timeout.Token))
        {
            if (_server.HasExited)
                throw new InvalidOperationException($"RabbitMQ ended with status {_server.ExitCode} at its start.");
            await Task.Delay(100, timeout.Token);
        }
    }

    public async Task Stop(CancellationToken ct)
    {
        if (_server is null)
            return;
        await Phr.Platform.Processes.Output("kill", ["-TERM", $"{_server.Id}"], ct);
        await _server.WaitForExitAsync(ct);
        _server.Dispose();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop(default);
        await Phr.Platform.Processes.Output("epmd", ["-port", $"{_epmdPort}", "-kill"], default);
        Directory.Delete(_folder, recursive: true);
    }

    private ProcessStartInfo Command()
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = _folder,
            ["ERL_EPMD_PORT"] = $"{_epmdPort}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODENAME"] = $"phr{Environment.ProcessId}-{_port}@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = $"{_port}",
            ["RABBITMQ_DIST_PORT"] = $"{_distributionPort}",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(_folder, "pid"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "plugins"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq"),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_folder, "none"),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    // AMQP 0-9-1: a broker that is up answers a protocol header of a version it does not speak with its own.
    private async Task<bool> Accepts(CancellationToken ct)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _port, ct);
            await client.GetStream().WriteAsync("AMQP\0\0\0\0"u8.ToArray(), ct);
            var answer = new byte[8];
            await client.GetStream().ReadExactlyAsync(answer, ct);
            return answer.AsSpan(0, 4).SequenceEqual("AMQP"u8);
        }
        catch (Exception away) when (away is SocketException or IOException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

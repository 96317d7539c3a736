using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Phr.Tests.EventLog.Support;

/// <summary>
/// Stands between a writer and PostgreSQL and can be told to cut the next request off: before it reaches the server,
/// or after the server has carried it out and before its answer comes back. From then on everything passes again.
/// </summary>
internal sealed class CutConnection : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly Task _accepting;
    private volatile Cut _next = Cut.Nothing;

    public CutConnection(string connectionString)
    {
        _server = new NpgsqlConnectionStringBuilder(connectionString);
        _listener.Start();
        _accepting = Accept();
    }

    public enum Cut { Nothing, Request, Answer }

    public int Cuts { get; private set; }

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server.ConnectionString)
    {
        Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port, SslMode = SslMode.Disable,
    }.ConnectionString;

    public void CutNext(Cut cut) => _next = cut;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptTcpClientAsync());
        }
        catch (SocketException)
        {
            // Stopped.
        }
    }

    private async Task Serve(TcpClient client)
    {
        // The cluster listens on loopback beside its socket.
        using var server = new TcpClient("127.0.0.1", _server.Port);
        using (client)
            await Task.WhenAny(Pass(client, server, Cut.Request), Pass(server, client, Cut.Answer));
    }

    private async Task Pass(TcpClient from, TcpClient to, Cut cut)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var bytes)
            {
                if (_next == cut)
                {
                    (_next, Cuts) = (Cut.Nothing, Cuts + 1);
                    return;
                }
                await to.GetStream().WriteAsync(buffer.AsMemory(0, bytes));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The other side is gone.
        }
    }
}

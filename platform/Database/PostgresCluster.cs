using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Phr.Platform.Database;

/// <summary>
/// A private PostgreSQL cluster in a folder, on loopback. Starting it where one already runs (a second start, or a first one whose
/// owner was killed) finds that one and uses it.
/// </summary>
public sealed class PostgresCluster
{
    private const int LaunchAttemptsMax = 20;
    private const long CacheMiBMin = 128;
    private const long CacheMiBMax = 8192;

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of a socket's path, with its end (unix(7): sun_path).</summary>
    private const int SocketPathBytesMax = 107;

    private readonly PostgresBinaries _binaries;
    private readonly string _folder;
    private readonly string _password;

    private PostgresCluster(PostgresBinaries binaries, string folder, string password) =>
        (_binaries, _folder, _password) = (binaries, folder, password);

    private long CacheMiB { get; init; }

    public int Port { get; private set; }

    /// <summary>Process id of the postmaster.</summary>
    public int Pid { get; private set; }

    private string DataFolder => Path.Combine(_folder, "data");

    private string LogFile => Path.Combine(_folder, "postgres.log");

    // A socket in the folder costs both sides less than TCP through loopback. A comma would part two hosts of a connection string.
    private bool HasSocket => !_folder.Contains(',', StringComparison.Ordinal) && Encoding.UTF8.GetByteCount(SocketFile(ushort.MaxValue)) <= SocketPathBytesMax;

    private string SocketFile(int port) => Path.Combine(_folder, $".s.PGSQL.{port}");

    /// <param name="folder">Made when missing; belongs to this cluster alone.</param>
    /// <param name="port">Preferred port; another free one is taken when it is in use.</param>
    /// <param name="cacheMiB">Of the database; null for what a platform gives it, for which see <see cref="CacheOfPlatform"/>.</param>
    public static async Task<PostgresCluster> Start(
        PostgresBinaries binaries, string folder, int port, CancellationToken ct, long? cacheMiB = null)
    {
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        await HandOver(folder, ct);
        var cluster = new PostgresCluster(binaries, folder, await Password(folder, ct)) { CacheMiB = cacheMiB ?? CacheOfPlatform() };
        if (!Directory.Exists(Path.Combine(cluster.DataFolder, "base")))
            await cluster.Initialise(ct);
        if (!await cluster.FindRunning(ct))
            await cluster.Launch(port, ct);
        return cluster;
    }

    /// <summary>The cluster that runs in a folder; null where none does.</summary>
    public static async Task<PostgresCluster?> Find(PostgresBinaries binaries, string folder, CancellationToken ct)
    {
        folder = Path.GetFullPath(folder);
        if (!File.Exists(Path.Combine(folder, "password")))
            return null;
        var cluster = new PostgresCluster(binaries, folder, await Password(folder, ct));
        return await cluster.FindRunning(ct) ? cluster : null;
    }

    /// <summary>Connection string of one database of the cluster; the database is made when missing.</summary>
    public async Task<string> Database(string name, CancellationToken ct)
    {
        await using var admin = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var exists = admin.CreateCommand("select 1 from pg_database where datname = $1");
        exists.Parameters.Add(new() { Value = name });
        if (await exists.ExecuteScalarAsync(ct) is null)
        {
            await using var create = admin.CreateCommand($"create database \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            await create.ExecuteNonQueryAsync(ct);
        }
        return ConnectionString(name);
    }

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = File.Exists(SocketFile(Port)) ? _folder : "127.0.0.1", Port = Port, Username = "phr", Password = _password, Database = database,
        MaxPoolSize = 40, MaxAutoPrepare = 200, AutoPrepareMinUsages = 2, IncludeErrorDetail = false,
    }.ConnectionString;

    /// <summary>Ends it; it is gone when this returns.</summary>
    /// <exception cref="ProcessException">It does not end.</exception>
    public async Task Stop(CancellationToken ct)
    {
        var postmaster = ProcessMark.Of(Pid);
        await AsOwner([_binaries["pg_ctl"], "-D", DataFolder, "-m", "fast", "-w", "stop"], ct);
        // pg_ctl waits for postmaster.pid alone; after that the process still gives its shared memory back.
        if (postmaster is not null && !await postmaster.Gone(EndPatience, ct))
            throw new ProcessException($"PostgreSQL, process {Pid}, stopped but did not end.");
    }

    private async Task Initialise(CancellationToken ct)
    {
        await AsOwner(
            [_binaries["initdb"], "-D", DataFolder, "-U", "phr", "--pwfile", Path.Combine(_folder, "password"),
             "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--data-checksums", "--no-instructions"], ct);
        await File.AppendAllTextAsync(Path.Combine(DataFolder, "postgresql.conf"), Settings, ct);
    }

    private async Task Launch(int preferredPort, CancellationToken ct)
    {
        // The backends of a killed postmaster hold its shared memory for a moment; a start fails until they are gone.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var port = FreePort(preferredPort);
                await AsOwner([_binaries["pg_ctl"], "-D", DataFolder, "-l", LogFile, "-o", Options(port), "-w", "-t", "120", "start"], ct);
                break;
            }
            catch (ProcessException) when (attempt < LaunchAttemptsMax)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), ct);
            }
        }
        if (!await FindRunning(ct))
            throw new ProcessException($"PostgreSQL did not come up; its log is {LogFile}.");
    }

    // pg_ctl gives them to a shell.
    private string Options(int port)
    {
        var options = $"-p {port} -c shared_buffers={CacheMiB}MB";
        return HasSocket ? $"{options} -c unix_socket_directories='{_folder.Replace("'", "'\\''", StringComparison.Ordinal)}'" : options;
    }

    // A quarter of what this process may have (its container's limit, if it has one), as PostgreSQL 15 §20.4.1 advises; it is taken page by
    // page, as pages are read.
    private static long CacheOfPlatform() =>
        Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 >> 20, CacheMiBMin, CacheMiBMax);

    // postmaster.pid outlives a killed postmaster, so the process has to answer before it counts as running.
    private async Task<bool> FindRunning(CancellationToken ct)
    {
        var file = Path.Combine(DataFolder, "postmaster.pid");
        if (!File.Exists(file))
            return false;
        var lines = await File.ReadAllLinesAsync(file, ct);
        if (lines.Length < 4 || !int.TryParse(lines[0], out var pid) || !int.TryParse(lines[3], out var port))
            return false;
        // In a copy of a running cluster's folder the file still speaks of that one.
        if (Path.GetFullPath(lines[1]) != DataFolder)
        {
            File.Delete(file);
            return false;
        }
        (Pid, Port) = (pid, port);
        try
        {
            // Not from the pool: a pooled connection opens without asking the server.
            await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
            await connection.OpenAsync(ct);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    // initdb refuses to run as root: the cluster then belongs to the user "postgres" that Debian's package makes.
    private static bool AsRoot => Environment.UserName == "root";

    private static async Task HandOver(string folder, CancellationToken ct)
    {
        if (!AsRoot)
            return;
        await Processes.Output("chown", ["-R", "postgres:", folder], ct);
        try
        {
            await AsOwner(["test", "-w", folder], ct);
        }
        catch (ProcessException)
        {
            throw new ProcessException(
                $"The user postgres cannot reach {folder}: a folder above it is closed to others. Choose another with --data.");
        }
    }

    private static Task AsOwner(IReadOnlyList<string> command, CancellationToken ct) => AsRoot
        ? Processes.Output("setpriv", ["--reuid", "postgres", "--regid", "postgres", "--clear-groups", "--", .. command], ct)
        : Processes.Output(command[0], [.. command.Skip(1)], ct);

    private static async Task<string> Password(string folder, CancellationToken ct)
    {
        var file = Path.Combine(folder, "password");
        if (File.Exists(file))
            return (await File.ReadAllTextAsync(file, ct)).Trim();
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        await File.WriteAllTextAsync(file, password, ct);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await HandOver(folder, ct);
        return password;
    }

    private static int FreePort(int preferred)
    {
        foreach (var port in (int[])[preferred, 0])
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // In use: the next candidate, 0, lets the kernel choose.
            }
        }
        throw new ProcessException("No free port on loopback.");
    }

    // Durable (fsync, synchronous_commit and full_page_writes keep their defaults). random_page_cost and no parallel gather:
    // a token that is not among a GIN column's most common elements is otherwise estimated at 0.5 % of the table.
    private const string Settings = """

        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        max_connections = 200
        work_mem = '16MB'
        maintenance_work_mem = '128MB'
        max_wal_size = '4GB'
        checkpoint_timeout = '15min'
        autovacuum_naptime = '10s'
        random_page_cost = 1.1
        max_parallel_workers_per_gather = 0
        jit = off
        """;
}

using System.Text.Json;
using Npgsql;
using Phr.Cli.Host;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Tests.Support;

namespace Phr.Tests.EndToEnd;

/// <summary><c>phr verify</c>, <c>backup</c> and <c>restore</c> on a platform that hospitals wrote to.</summary>
[Collection(OnePlatformAtATime.Name)]
public sealed class SafekeepingTest : IDisposable
{
    private const int Entries = 60;
    private readonly PlatformFolder _folder = new();
    private readonly PlatformFolder _other = new();

    [Fact]
    public async Task A_platform_verifies_up_and_stopped_and_a_byte_flipped_on_a_copy_of_its_disk_is_found_and_named()
    {
        var platform = await Filled();
        var up = await Verified(_folder.Path);
        Assert.Equal((0, true), (up.Status, up.Ok));
        Assert.True(up.Events > Entries, $"{up.Events}");
        var (position, body) = await OneBody(platform.Record.Database);
        await platform.DisposeAsync();
        Assert.Equal((0, true), await Outcome(_folder.Path));

        var copy = Path.Combine(_other.Path, "copy");
        await Processes.Output("cp", ["-a", _folder.Path, copy], default);
        FlipOnDisk(Path.Combine(copy, "postgres", "data", "base"), body);

        var altered = await Verified(copy);
        Assert.Equal((1, false), (altered.Status, altered.Ok));
        Assert.Contains(position, altered.Positions);
        Assert.Equal((0, true), await Outcome(_folder.Path));
    }

    [Fact]
    public async Task A_backup_taken_while_it_is_up_restores_into_an_empty_database_with_the_keys_that_were_kept_apart()
    {
        var file = Path.Combine(_other.Path, "log.backup");
        var keys = Path.Combine(_other.Path, "keys");
        await using (await Filled())
        {
            var (status, _, error) = await PhrCommand.Run("backup", file, "--keys", keys, "--data", _folder.Path);
            Assert.True(status == 0, error);
            var again = await PhrCommand.Run("restore", file, "--data", _folder.Path);
            Assert.Equal(1, again.Status);
            Assert.Contains("holds a log already", again.Error, StringComparison.Ordinal);
        }
        var fresh = Path.Combine(_other.Path, "fresh");
        Directory.CreateDirectory(Path.Combine(fresh, "keys"));
        File.Copy(Path.Combine(_folder.Path, "keys", "master.key"), Path.Combine(fresh, "keys", "master.key"));

        var restored = await PhrCommand.Run("restore", file, "--keys", Directory.GetDirectories(keys).Single(), "--data", fresh);

        Assert.True(restored.Status == 0, restored.Error);
        Assert.Equal((0, true), await Outcome(fresh));
    }

    [Fact]
    public async Task Where_there_is_no_record_there_is_nothing_to_verify()
    {
        var (status, _, error) = await PhrCommand.Run("verify", "--data", Path.Combine(_folder.Path, "none"));
        Assert.Equal(1, status);
        Assert.Contains("there is no record", error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    private async Task<RunningPlatform> Filled()
    {
        var platform = await RunningPlatform.Start(
            new PlatformOptions(new DataFolder(_folder.Path), PortBase: 24_300), PlatformParts.All, _ => { }, default);
        using var sent = new Sent(new PlatformSettings
        {
            Database = platform.Record.Database, DataFolder = _folder.Path, Urls = platform.Record.Urls, Demo = true,
        });
        await sent.Post("hospital:a", "", Bundles.OfOnePatient("A-1", Entries));
        return platform;
    }

    private static async Task<(long Position, byte[] Body)> OneBody(string connection)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var read = database.CreateCommand("select position, body from log.event where type = 'Observation' order by position limit 1 offset 7");
        await using var rows = await read.ExecuteReaderAsync();
        await rows.ReadAsync();
        return (rows.GetInt64(0), rows.GetFieldValue<byte[]>(1));
    }

    // A sealed body lies on the disk as it is: ciphertext does not compress, and one this short is not moved out of its row.
    private static void FlipOnDisk(string folder, byte[] body)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(file);
            var at = bytes.AsSpan().IndexOf(body);
            if (at < 0)
                continue;
            bytes[at + 20] ^= 1;
            File.WriteAllBytes(file, bytes);
            return;
        }
        throw new InvalidOperationException("The body is nowhere on the disk.");
    }

    private static async Task<(int, bool)> Outcome(string folder)
    {
        var (status, ok, _, _) = await Verified(folder);
        return (status, ok);
    }

    private static async Task<(int Status, bool Ok, long Events, IReadOnlyList<long?> Positions)> Verified(string folder)
    {
        var (status, output, error) = await PhrCommand.Run("verify", "--json", "--data", folder);
        Assert.True(output.Length > 0, error);
        var report = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement;
        return (status, report.GetProperty("ok").GetBoolean(), report.GetProperty("events").GetInt64(),
            [.. report.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("position"))
                .Select(position => position.ValueKind == JsonValueKind.Null ? (long?)null : position.GetInt64())]);
    }
}

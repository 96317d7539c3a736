using Npgsql;
using Phr.EventLog;
using Phr.Tests.EventLog.Support;
using Phr.Tests.Support;

namespace Phr.Tests.EventLog;

public sealed class CrashTest
{
    private const int Units = 1_000;
    private const int KillAfter = 300;

    [Fact]
    public async Task Killing_the_writer_in_the_middle_loses_no_acknowledged_unit_and_leaves_no_half_one()
    {
        await using var test = await TestLog.Create();
        test.OpenKeys().Dispose();
        await using var writing = StartWriting(test, test.ConnectionString);

        var acknowledged = await Acknowledged(writing, KillAfter);
        writing.Kill();
        acknowledged.AddRange(await Acknowledged(writing, int.MaxValue));

        Assert.InRange(acknowledged.Count, KillAfter, Units - 1);
        await AssertWholeUnits(test.Settings(), acknowledged);
    }

    [Fact]
    public async Task Killing_PostgreSQL_in_the_middle_loses_no_acknowledged_unit_and_leaves_no_half_one()
    {
        await using var test = await TestLog.Create();
        test.OpenKeys().Dispose();
        await using var cluster = await PrivateCluster.Start();
        await using var database = NpgsqlDataSource.Create(await cluster.Database("phr"));
        await using var writing = StartWriting(test, await cluster.Database("phr"));

        var acknowledged = await Acknowledged(writing, KillAfter);
        await cluster.KillAndStart();
        acknowledged.AddRange(await Acknowledged(writing, int.MaxValue));

        // The writer found its way back and finished: each unit is acknowledged and there once.
        Assert.Equal((0, ""), await writing.End());
        Assert.Equal(Units, acknowledged.Count);
        await AssertWholeUnits(test.Settings() with { Database = database }, acknowledged);
        Assert.Equal(Units * AppendScenario.EntitiesPerUnit, await Head(database));
    }

    private static ChildProcess StartWriting(TestLog test, string connectionString) =>
        ChildProcess.Start("append", connectionString, test.KeyFolder, test.MasterKeyFile, $"{Units}");

    private static async Task<List<string>> Acknowledged(ChildProcess writing, int count)
    {
        var names = new List<string>();
        while (names.Count < count && await writing.NextLine() is { } name)
            names.Add(name);
        return names;
    }

    // The log is opened as a start after the crash would, so a writer's unfinished business is settled first.
    private static async Task AssertWholeUnits(LogSettings settings, List<string> acknowledged)
    {
        await using (await Log.Open(settings, null, default)) { }
        var verifier = new Verifier(settings);
        Assert.Empty((await verifier.VerifyLog(null, default)).Faults);
        Assert.Empty((await verifier.VerifyProjections(null, default)).Faults);

        await using var command = settings.Database.CreateCommand("select id from log.event");
        await using var rows = await command.ExecuteReaderAsync();
        var units = new Dictionary<string, int>();
        while (await rows.ReadAsync())
        {
            var unit = rows.GetString(0)[..rows.GetString(0).LastIndexOf('-')];
            units[unit] = units.GetValueOrDefault(unit) + 1;
        }
        Assert.Empty(acknowledged.Except(units.Keys));
        Assert.All(units, unit => Assert.Equal(AppendScenario.EntitiesPerUnit, unit.Value));
    }

    private static async Task<long> Head(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select position from log.head");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

using Npgsql;
using Phr.EventLog;
using Phr.Platform;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.EventLog;

public sealed class FullDiskTest
{
    [Fact]
    public async Task A_full_disk_refuses_the_group_stores_nothing_of_it_and_loses_nothing_before_it()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var stream = (await log.Writer.Append(StoreEntities.One(null, "a", "1"), default)).Value.Stream;
        // What PostgreSQL reports when a table cannot be extended: SQLSTATE 53100.
        await test.Execute("""
            create function log.full_disk() returns trigger language plpgsql as $$
            begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
            create trigger full_disk before insert on log.event for each statement execute function log.full_disk()
            """);

        var refused = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(i => log.Writer.Append(StoreEntities.One(stream, $"b{i}", "x"), default)));
        await test.Execute("drop trigger full_disk on log.event");
        var after = await log.Writer.Append(StoreEntities.One(stream, "c", "x"), default);

        Assert.All(refused, answer => Assert.Equal(RefusalKind.StorageFull, answer.Refusal?.Kind));
        Assert.Equal([2], after.Value.Positions);
        Assert.Empty((await new Verifier(test.Settings()).VerifyLog(null, default)).Faults);
    }

    [SkippableFact]
    public async Task A_disk_that_really_runs_full_does_the_same()
    {
        await using var test = await TestLog.Create();
        await using var disk = await SmallDisk.Mount(megabytes: 8);
        Skip.If(disk is null, "Mounting a small disk needs root and a kernel that lets it.");
        await using var cluster = await PrivateCluster.Start();
        await using var database = NpgsqlDataSource.Create(await cluster.Database("full"));
        await using var log = await test.Open(test.Settings() with { Database = database });
        await using (var move = database.CreateCommand($"create tablespace small location '{disk.Folder}'"))
            await move.ExecuteNonQueryAsync();
        await using (var move = database.CreateCommand("alter table log.event set tablespace small"))
            await move.ExecuteNonQueryAsync();

        var stored = new List<string>();
        Answer<Stored> answer;
        for (var i = 0; ; i++)
        {
            answer = await log.Writer.Append(StoreEntities.One(null, $"e{i}", new string('x', 500_000)), default);
            if (answer.Refusal is not null)
                break;
            stored.Add($"e{i}");
        }

        Assert.Equal(RefusalKind.StorageFull, answer.Refusal.Kind);
        Assert.InRange(stored.Count, 2, 16);
        Assert.Equal(stored, (await log.Reader.ReadFrom(0, 100, default)).Select(e => e.Id));
    }
}

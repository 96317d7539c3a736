using Npgsql;
using Phr.EventLog;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.EventLog;

/// <summary>What the database itself refuses, whoever asks.</summary>
public sealed class SchemaTest
{
    [Fact]
    public async Task Nothing_that_was_written_can_be_changed_or_removed()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        await log.Writer.Append(StoreEntities.One(null, "a", "1"), default);
        string[] tables = ["event", "stream", "origin", "erasure", "certificate", "checkpoint", "key_store"];

        foreach (var table in tables)
        {
            await Refused(test, $"delete from log.{table}");
            await Refused(test, $"truncate log.{table}");
        }
        await Refused(test, "update log.event set version = 2");
        await Refused(test, "update log.stream set key_id = gen_random_uuid()");
        await Refused(test, "delete from log.head");
        await Refused(test, "truncate log.head");
        await Refused(test, "update log.head set position = 0");
    }

    [Fact]
    public async Task There_is_one_head_and_one_event_for_each_position_and_sequence()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        await log.Writer.Append(StoreEntities.One(null, "a", "1"), default);

        await Refused(test, "insert into log.head select * from log.head", PostgresErrorCodes.UniqueViolation);
        const string second = "insert into log.head select false, position, hash, recorded_time, streams from log.head";
        await Refused(test, second, PostgresErrorCodes.CheckViolation);
        await Refused(test, "insert into log.event select * from log.event", PostgresErrorCodes.UniqueViolation);
        const string again = "insert into log.event "
            + "select {0}, stream, recorded_time, event_time, {1}, version, origin, kind, type, id, body, hash from log.event";
        await Refused(test, string.Format(again, "2", "sequence"), PostgresErrorCodes.UniqueViolation);
        await Refused(test, string.Format(again, "0", "2"), PostgresErrorCodes.CheckViolation);
    }

    private static async Task Refused(TestLog test, string sql, string sqlState = "PHR02") =>
        Assert.Equal(sqlState, (await Assert.ThrowsAsync<PostgresException>(() => test.Execute(sql))).SqlState);
}

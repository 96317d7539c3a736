using Npgsql;
using Phr.Platform.Database;
using Phr.Tests.Support;

namespace Phr.Tests.Platform;

public sealed class ServiceDatabaseTest(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_cleared_session_goes_back_as_a_new_one_begins()
    {
        await using var one = ServiceDatabase.Open($"{database.ConnectionString};Maximum Pool Size=1", "test");
        var fresh = await Session(one);
        var connection = await one.OpenConnectionAsync();
        await Run(connection, "set search_path to nowhere; listen something; select pg_advisory_lock(1, 2)");
        await connection.ReturnCleared(default);
        Assert.Equal(fresh, await Session(one));
        Assert.Contains("force_generic_plan", fresh, StringComparison.Ordinal);
        var other = await database.Source.OpenConnectionAsync();
        await using var free = new NpgsqlCommand("select pg_try_advisory_lock(1, 2)", other);
        Assert.True((bool)(await free.ExecuteScalarAsync())!);
        await other.ReturnCleared(default);
    }

    // What a session was told is not taken back by itself: this is what clearing is for.
    [Fact]
    public async Task A_session_that_nobody_clears_keeps_what_it_was_told()
    {
        await using var one = ServiceDatabase.Open($"{database.ConnectionString};Maximum Pool Size=1", "test");
        var fresh = await Session(one);
        await using (var connection = await one.OpenConnectionAsync())
            await Run(connection, "set search_path to nowhere");
        Assert.NotEqual(fresh, await Session(one));
    }

    private static async Task<string> Session(NpgsqlDataSource of)
    {
        await using var read = of.CreateCommand(
            "select concat_ws(' ', current_setting('search_path'), current_setting('plan_cache_mode'), (select count(*) from pg_listening_channels()))");
        return (string)(await read.ExecuteScalarAsync())!;
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

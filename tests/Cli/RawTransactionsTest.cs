using System.Text.Json.Nodes;
using Phr.Cli.Bench.Main;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Cli;

public sealed class RawTransactionsTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task The_limit_of_transactions_inserts_the_rows_that_a_transaction_leaves_in_every_table()
    {
        using var hospital = host.Hospital("hospital-a");
        var patient = await hospital.Create(Patient("Limit"));
        var before = await Count("select position from log.head");
        await hospital.Post("", Bundle("transaction", Entry(Observation(patient, "8480-6", 120m)), Entry(new JsonObject
        {
            ["resourceType"] = "Location", ["name"] = "Here",
            ["position"] = new JsonObject { ["longitude"] = 139.8m, ["latitude"] = 35.7m },
        })));
        var after = await Count("select position from log.head");

        var raw = await RawTransactions.Copy(host.Database, before, after, default);
        await raw.Insert(default);
        await raw.Insert(default);

        var inserted = 0L;
        foreach (var table in await Tables())
        {
            var own = await Count($"select count(*) from {table} where position > {before} and position <= {after}");
            if (own == 0)
                continue;
            var bare = await Count($"select count(*) from raw.{table.Split('.')[1]}");
            Assert.True(bare == 2 * own, $"{table}: {bare} rows of {own} twice");
            inserted += bare;
        }
        Assert.Equal(2 * raw.Rows, inserted);
    }

    // All that may hold rows of an event.
    private async Task<List<string>> Tables()
    {
        await using var command = host.Database.CreateCommand(
            """
            select table_schema || '.' || table_name from information_schema.columns
            where column_name = 'position' and table_schema in ('log', 'record') and table_name <> 'head'
            """);
        await using var rows = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await rows.ReadAsync())
            tables.Add(rows.GetString(0));
        Assert.Contains("record.ix_composite", tables);
        return tables;
    }

    private async Task<long> Count(string sql)
    {
        await using var command = host.Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

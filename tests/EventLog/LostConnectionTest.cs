using Npgsql;
using Phr.EventLog;
using Phr.Platform;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.EventLog;

public sealed class LostConnectionTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_commit_whose_connection_breaks_is_answered_by_what_the_log_says(bool wasCommitted)
    {
        await using var test = await TestLog.Create();
        await using var connection = new CutConnection(test.ConnectionString);
        await using var database = NpgsqlDataSource.Create(connection.ConnectionString);
        var atCommit = new AtCommit(connection);
        await using var log = await test.Open(test.Settings() with
        {
            Database = database, Projections = TestLog.Projections(test.Entities, atCommit),
        });
        var stream = (await log.Writer.Append(StoreEntities.One(null, "a", "1"), default)).Value.Stream;

        for (var i = 0; i < 5; i++)
        {
            atCommit.Next = wasCommitted ? CutConnection.Cut.Answer : CutConnection.Cut.Request;
            var answer = await log.Writer.Append(StoreEntities.One(stream, $"b{i}", "x"), default);
            Assert.Equal([i + 2], answer.Value.Positions);
        }

        Assert.Equal(5, connection.Cuts);
        Assert.Equal(["a", "b0", "b1", "b2", "b3", "b4"], (await log.Reader.ReadFrom(0, 10, default)).Select(e => e.Id));
        Assert.Empty((await new Verifier(test.Settings()).VerifyLog(null, default)).Faults);
    }

    [Fact]
    public async Task A_database_that_stays_away_refuses_and_takes_again_when_it_is_back()
    {
        await using var test = await TestLog.Create();
        var connection = new CutConnection(test.ConnectionString);
        await using var database = NpgsqlDataSource.Create(connection.ConnectionString);
        var options = new LogOptions { OutageMax = TimeSpan.FromMilliseconds(300) };
        await using var log = await test.Open(test.Settings(options) with { Database = database });
        await log.Writer.Append(StoreEntities.One(null, "a", "1"), default);
        await connection.DisposeAsync();
        await test.Execute("""
            select pg_terminate_backend(pid) from pg_stat_activity
            where application_name like 'phr writer%' and datname = current_database()
            """);

        var refused = await log.Writer.Append(StoreEntities.One(null, "b", "2"), default);
        var started = DateTime.UtcNow;
        var again = await log.Writer.Append(StoreEntities.One(null, "c", "3"), default);

        Assert.Equal(RefusalKind.Unavailable, refused.Refusal?.Kind);
        Assert.Equal(RefusalKind.Unavailable, again.Refusal?.Kind);
        Assert.InRange((DateTime.UtcNow - started).TotalSeconds, 0, 5);
    }

    /// <summary>
    /// A projection without rows that cuts the connection at the moment of the commit, once each time it is told to.
    /// </summary>
    private sealed class AtCommit(CutConnection connection) : IInlineProjection
    {
        public CutConnection.Cut Next { get; set; }

        public string Name => "at-commit";

        public int Version => 1;

        public IReadOnlyList<string> Tables => [];

        public ValueTask<ProjectionPart> Begin(GroupStart start, CancellationToken ct) => new(new Part(this));

        private void CutNow()
        {
            connection.CutNext(Next);
            Next = CutConnection.Cut.Nothing;
        }

        private sealed class Part(AtCommit owner) : ProjectionPart
        {
            public override void Apply(ProjectedEvent accepted) { }

            public override void Write(NpgsqlBatch batch) => owner.CutNow();
        }
    }
}

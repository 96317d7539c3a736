using System.Text.Json;
using Npgsql;
using Phr.EventLog;

namespace Phr.Cli.Safekeeping;

/// <summary>What <c>phr verify</c> found.</summary>
internal sealed record Verification(long Events, IReadOnlyList<Fault> Problems, long ProblemCount)
{
    // The page of a table does not have the checksum that it was written with.
    private const string DamagedPage = PostgresErrorCodes.DataCorrupted;

    public bool Ok => ProblemCount == 0;

    /// <summary>The contract of <c>phr verify --json</c>.</summary>
    public string ToJson() => JsonSerializer.Serialize(new
    {
        events = Events, ok = Ok,
        problems = Problems.Select(problem => new { position = problem.Position, stream = problem.Stream?.Value, what = problem.What }),
    });

    /// <summary>Walks the chain, then rebuilds the projections beside the live ones and compares them.</summary>
    /// <param name="say">Told the part (<c>chain</c>, <c>projections</c>) and the position that it has come to.</param>
    public static async Task<Verification> Of(KeptLog kept, Action<string, long> say, CancellationToken ct)
    {
        try
        {
            return await Of(kept, kept.ConnectionString, say, ct);
        }
        catch (PostgresException damage) when (damage.SqlState == DamagedPage)
        {
            // Read as it lies on the disk, so that the chain says which event it is.
            var asItLies = new NpgsqlConnectionStringBuilder(kept.ConnectionString) { Options = "-c ignore_checksum_failure=on" };
            var found = await Of(kept, asItLies.ConnectionString, say, ct);
            var page = new Fault(null, null, "A page of the database was altered on the disk.");
            return found with { Problems = [.. found.Problems, page], ProblemCount = found.ProblemCount + 1 };
        }
    }

    private static async Task<Verification> Of(KeptLog kept, string connection, Action<string, long> say, CancellationToken ct)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        var verifier = new Verifier(kept.Settings(database));
        var log = await verifier.VerifyLog(new Said(position => say("chain", position)), ct);
        var rows = await verifier.VerifyProjections(new Said(position => say("projections", position)), ct);
        return new Verification(log.Events, [.. log.Faults, .. rows.Faults], log.FaultCount + rows.FaultCount);
    }

    private sealed class Said(Action<long> say) : IProgress<long>
    {
        public void Report(long value) => say(value);
    }
}

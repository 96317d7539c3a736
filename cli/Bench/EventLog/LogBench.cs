using Npgsql;
using Phr.EventLog;
using Phr.Platform;

namespace Phr.Cli.Bench.EventLog;

/// <summary>
/// How fast the log takes events, without projections: small ones from many clients, and units of a hundred from two, as a hospital
/// sends. Rounds of the log and of bare inserts alternate, so that both meet the same disturbances.
/// </summary>
internal static class LogBench
{
    private const int SmallClients = 8;
    private const int UnitClients = 2;
    private const int UnitEvents = 100;
    private const int BodyBytes = 1000;
    private const int Rounds = 5;

    private static readonly TimeSpan RoundDuration = TimeSpan.FromSeconds(2);
    private static readonly Origin Sender = new("bench", "bench", "bench", "TREAT");

    public static async Task<BenchReport> Run(Action<string> say, CancellationToken ct)
    {
        say("a database of its own");
        await using var room = await BenchRoom.Open(ct);
        await using var database = NpgsqlDataSource.Create(await room.Cluster.Database("log", ct));
        var keys = KeyStore.Open(Path.Combine(room.Folder, "keys"), MasterKey.FromFileOrNew(Path.Combine(room.Folder, "master.key")));
        // A folder that holds no migrations: the log alone.
        var none = new InlineProjections("record", typeof(LogBench), "Bench/EventLog/None", []);
        await using var log = await Log.Open(new LogSettings(database, keys, none, new LogOptions()), null, ct);
        var raw = await RawInserts.Create(database, UnitEvents, BodyBytes, ct);
        var streams = await Found(log, SmallClients, ct);

        var fsync = BenchRoom.FsyncPerSecond(room.Folder);
        var (small, units, bare) = (new List<Timings>(), new List<Timings>(), new List<Timings>());
        var cpuMsPerEvent = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            say(round == 0 ? "warming up" : $"round {round} of {Rounds}");
            var smallRound = await Timings.Repeat(SmallClients, RoundDuration, (client, stop) => Append(log, streams[client], 1, stop), ct);
            var before = room.CpuSeconds();
            var unitRound = await Timings.Repeat(
                UnitClients, RoundDuration, (client, stop) => Append(log, streams[client], UnitEvents, stop), ct);
            var cpu = room.CpuSeconds() - before;
            var bareRound = await Timings.Repeat(UnitClients, RoundDuration, raw.Insert, ct);
            if (round == 0)
                continue;
            small.Add(smallRound);
            units.Add(unitRound);
            bare.Add(bareRound);
            cpuMsPerEvent.Add(1000 * cpu / (unitRound.Count * UnitEvents));
        }
        return Report(small, units, bare, fsync, Median.Of(cpuMsPerEvent));
    }

    private static BenchReport Report(List<Timings> small, List<Timings> units, List<Timings> bare, double fsync, double cpuMsPerEvent)
    {
        var eventsPerS = Median.Of(units.Select(round => round.PerSecond * UnitEvents));
        var bareRowsPerS = Median.Of(bare.Select(round => round.PerSecond * UnitEvents));
        var appendsPerS = Median.Of(small.Select(round => round.PerSecond));
        return new BenchReport(
            "log",
            new Dictionary<string, double>
            {
                ["appendsPerS"] = appendsPerS,
                ["appendP50Ms"] = Median.Of(small.Select(round => round.P50Ms)),
                ["appendP95Ms"] = Median.Of(small.Select(round => round.P95Ms)),
                ["eventsPerS"] = eventsPerS,
                ["cpuMsPerEvent"] = cpuMsPerEvent,
            },
            new Dictionary<string, double> { ["bareRowsPerS"] = bareRowsPerS, ["fsyncPerS"] = fsync },
            new Dictionary<string, double> { ["eventsToBareRows"] = eventsPerS / bareRowsPerS, ["appendsToFsync"] = appendsPerS / fsync });
    }

    private static async Task<StreamId[]> Found(Log log, int count, CancellationToken ct)
    {
        var streams = new StreamId[count];
        for (var number = 0; number < count; number++)
            streams[number] = Taken(await log.Writer.Append(new Unit(Sender, stream: null, 1), ct));
        return streams;
    }

    private static async Task Append(Log log, StreamId stream, int events, CancellationToken ct) =>
        Taken(await log.Writer.Append(new Unit(Sender, stream, events), ct));

    private static StreamId Taken(Answer<StreamId> answer) =>
        answer.Refusal is { } refusal ? throw new CommandException($"the log refused an append: {refusal.Reason}") : answer.Value;

    /// <summary>Events of one stream, appended together.</summary>
    private sealed class Unit(Origin origin, StreamId? stream, int events) : Proposal<StreamId>(origin)
    {
        private static readonly byte[] Body = [.. Enumerable.Range(0, BodyBytes).Select(n => (byte)('a' + (n % 26)))];

        public override ProposalSize Size => new(events, (long)events * BodyBytes);

        protected override ValueTask<Answer<StreamId>> Decide(Draft draft, CancellationToken ct)
        {
            var into = stream;
            for (var number = 0; number < events; number++)
            {
                var next = new NewEvent(EventKind.Stored, "Observation", $"{draft.Position}", 1, draft.RecordedTime, Body);
                if (into is { } known)
                    draft.Append(known, next);
                else
                    into = draft.Found(next);
            }
            return ValueTask.FromResult<Answer<StreamId>>(into!.Value);
        }
    }
}

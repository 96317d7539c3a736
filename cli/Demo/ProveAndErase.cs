using System.Text.Json.Nodes;
using Npgsql;
using Phr.Cli.Host;
using Phr.Cli.Safekeeping;
using Phr.EventLog;
using Phr.Platform.Database;

namespace Phr.Cli.Demo;

/// <summary>
/// Step 7: the chain is walked and everything derived rebuilt and compared; a byte flipped on a copy is named; and what the second person
/// erases cannot be read any more, also not from a backup that was taken before.
/// </summary>
internal static class ProveAndErase
{
    private static readonly string StreamOfPatient = Sql.Load(typeof(ProveAndErase), "Demo/stream-of-patient.sql");

    public static async Task<(DemoVerification Verify, DemoErasure Erasure)> Play(DemoStage stage, CancellationToken ct)
    {
        stage.Narrator.Title(7, "確かめる、消す", "Prove it, erase it");
        var backup = Path.Combine(stage.Settings.DataFolder, "log.backup");
        await using var kept = await KeptLog.Open(stage.Folder, stage.Settings.Database, ct);
        await LogBackup.Write(kept.Binaries, kept.ConnectionString, backup, ct);
        var verified = await Verification.Of(kept, (_, _) => { }, ct);
        stage.Narrator.Say(
            $"{verified.Events:N0} 件の鎖をたどり、すべてを再構築して比べました: 食い違い {verified.ProblemCount} 件。",
            $"{verified.Events:N0} events: the chain was walked and everything derived rebuilt and compared, with {verified.ProblemCount} differences.");
        foreach (var problem in verified.Problems.Take(5))
            stage.Narrator.Say($"{problem.Position} {problem.Stream?.Value} {problem.What}", $"{problem.What}");
        var tamperedAt = await Tamper(stage, kept, backup, verified.Events / 2, ct);
        var erasure = await Erase(stage, kept, backup, ct);
        return (new DemoVerification(verified.Events, verified.Ok, tamperedAt), erasure);
    }

    /// <returns>The position that verification named; null when it named none or another.</returns>
    private static async Task<long?> Tamper(DemoStage stage, KeptLog kept, string backup, long around, CancellationToken ct)
    {
        var connection = await Database(stage, kept, "copy", ct);
        // The log alone: what is derived from it cannot hide what happened to it.
        if (await LogBackup.Restore(kept.Binaries, connection, backup, ct) is { } refusal)
            throw new CommandException(refusal.Reason);
        await using var copy = NpgsqlDataSource.Create(connection);
        var flipped = await Damage.Do(copy, around, ct);
        var found = await new Verifier(kept.Settings(copy)).VerifyLog(null, ct);
        var named = found.Faults.Select(fault => fault.Position).Distinct().ToList();
        stage.Narrator.Say(
            $"写しの {flipped} 番の出来事を 1 ビット変えると、検証は {string.Join(", ", named)} 番を名指しします。",
            $"One bit of event {flipped} was flipped on a copy; verification names {string.Join(", ", named)}.");
        return named is [{ } only] && only == flipped ? only : null;
    }

    private static async Task<DemoErasure> Erase(DemoStage stage, KeptLog kept, string backup, CancellationToken ct)
    {
        var stream = await Stream(stage, ct);
        var (events, before) = await Bodies(stage, stage.Settings.Database, stream, ct);
        var person = await stage.As("patient:2", ct);
        await person.Post(
            stage.Phone($"streams/{stage.Patients[1]}/erase"), new JsonObject { ["reason"] = "I no longer want this kept." }, ct);
        var (_, live) = await Bodies(stage, stage.Settings.Database, stream, ct);
        var restored = await Database(stage, kept, "restored", ct);
        await Restore.Read(kept, restored, backup, _ => { }, ct);
        var (back, inBackup) = await Bodies(stage, restored, stream, ct);
        // The events themselves come back, or that none is readable would say nothing.
        if (back < events)
            throw new CommandException($"of {events} events of the erased stream {back} came back with the backup.");
        stage.Narrator.Say(
            $"もう一人が電話の記録を消しました。読める本文は {before:N0} 件から {live:N0} 件に。消す前に取った控えを今もどしても {inBackup:N0} 件です。",
            $"The second person erased the phone's stream: readable bodies went from {before:N0} to {live:N0}, and to {inBackup:N0} in the backup taken before and restored now.");
        return new DemoErasure(before, live + inBackup);
    }

    private static async Task<StreamId> Stream(DemoStage stage, CancellationToken ct)
    {
        await using var database = NpgsqlDataSource.Create(stage.Settings.Database);
        await using var command = database.CreateCommand(StreamOfPatient);
        command.Parameters.Add(new() { Value = stage.Patients[1] });
        return new StreamId((long)(await command.ExecuteScalarAsync(ct))!);
    }

    // With keys as they lie on the disk now: one that was opened before must not help.
    private static async Task<(long Events, long Readable)> Bodies(DemoStage stage, string connection, StreamId stream, CancellationToken ct)
    {
        await using var fresh = await KeptLog.Open(stage.Folder, connection, ct);
        await using var database = NpgsqlDataSource.Create(connection);
        await using var log = await Log.Open(fresh.Settings(database), progress: null, ct);
        var (events, readable) = (0L, 0L);
        for (var after = 0; ;)
        {
            var page = await log.Reader.ReadStream(stream, after, Reader.PageEventsMax, ct);
            if (page.Count == 0)
                return (events, readable);
            events += page.Count;
            readable += page.Count(e => e.Body.IsReadable);
            after = page[^1].Sequence;
        }
    }

    // Beside the platform's own, in the same private cluster.
    private static async Task<string> Database(DemoStage stage, KeptLog kept, string name, CancellationToken ct)
    {
        var cluster = await PostgresCluster.Find(kept.Binaries, stage.Folder.Postgres, ct)
            ?? throw new CommandException("the database of the demonstration is gone.");
        return await cluster.Database($"{RunningPlatform.DatabaseName}_{name}", ct);
    }
}

using System.Security.Cryptography;
using Phr.EventLog;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.EventLog;

public sealed class EraseTest
{
    private static readonly Origin Person = new("account-7", "phone", "phone-7", "PATRQT");

    [Fact]
    public async Task An_erased_stream_is_unreadable_its_rows_are_gone_and_the_chain_still_verifies()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var kept = await Store(log, "kept");
        var erased = await Store(log, "erased");

        var certificate = (await log.Eraser.Erase(Request(erased), default)).Value;

        var events = await log.Reader.ReadFrom(0, 10, default);
        Assert.Equal([BodyState.Readable, BodyState.Erased, BodyState.None], events.Select(e => e.Body.State));
        Assert.Equal(EventKind.Erased, events[2].Kind);
        Assert.Equal(["kept"], await Ids(test));
        Assert.Single(Directory.GetFiles(Path.Combine(test.KeyFolder, "streams"), "*.key", SearchOption.AllDirectories));
        AssertStates(certificate, erased, log, test);
        Assert.True((await new Verifier(test.Settings()).VerifyLog(null, default)).Ok);
        Assert.True((await new Verifier(test.Settings()).VerifyProjections(null, default)).Ok);
        Assert.Equal(BodyState.Readable, (await log.Reader.ReadStream(kept, 0, 1, default))[0].Body.State);
    }

    [Fact]
    public async Task An_erased_stream_takes_nothing_more_and_is_not_erased_twice()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var stream = await Store(log, "a");
        await log.Eraser.Erase(Request(stream), default);

        Assert.Equal(RefusalKind.Gone, (await log.Writer.Append(StoreEntities.One(stream, "b", "x"), default)).Refusal?.Kind);
        Assert.Equal(RefusalKind.Gone, (await log.Eraser.Erase(Request(stream), default)).Refusal?.Kind);
        Assert.Equal(RefusalKind.NotFound, (await log.Eraser.Erase(Request(new StreamId(99)), default)).Refusal?.Kind);
        Assert.NotNull(await log.Eraser.Certificate(stream, default));
    }

    [Fact]
    public async Task A_duty_to_keep_refuses_the_erasure_and_says_until_when()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var stream = await Store(log, "a");

        var answer = await log.Eraser.Erase(Request(stream) with { Retention = KeepFiveYears }, default);

        Assert.Equal(RefusalKind.Conflict, answer.Refusal?.Kind);
        Assert.Contains(DateTimeOffset.UtcNow.AddYears(5).ToString("yyyy-MM"), answer.Refusal!.Reason);
        Assert.Equal(BodyState.Readable, (await log.Reader.ReadStream(stream, 0, 1, default))[0].Body.State);
        Assert.Null(await log.Eraser.Certificate(stream, default));
    }

    [Fact]
    public async Task A_backup_restored_after_an_erasure_does_not_bring_the_stream_back()
    {
        await using var test = await TestLog.Create();
        await using var restored = await TestLog.CreateBeside(test);
        var log = await test.Open();
        await Store(log, "kept");
        var stream = await Store(log, "erased");
        var binaries = (await PostgresBinaries.Find(default))!;
        var backup = Path.Combine(test.Folder, "log.dump");
        await LogBackup.Write(binaries, test.ConnectionString, backup, default);
        var keyBackup = KeyBackup.Write(test.OpenKeys(), Path.Combine(test.Folder, "key-backups"), DateTimeOffset.UtcNow);
        await log.Eraser.Erase(Request(stream), default);
        await log.DisposeAsync();

        Assert.Null(await LogBackup.Restore(binaries, restored.ConnectionString, backup, default));
        // The key backup still has the key; the store's own list keeps it from coming back.
        Assert.Equal(0, KeyBackup.Restore(keyBackup, test.KeyFolder));
        var again = await restored.Open();

        var events = await again.Reader.ReadFrom(0, 10, default);
        Assert.Equal([BodyState.Readable, BodyState.Erased, BodyState.None], events.Select(e => e.Body.State));
        Assert.Equal(["kept"], await Ids(restored));
        Assert.NotNull(await again.Eraser.Certificate(stream, default));
        Assert.True((await new Verifier(restored.Settings()).VerifyLog(null, default)).Ok);
        Assert.True((await new Verifier(restored.Settings()).VerifyProjections(null, default)).Ok);
    }

    [Fact]
    public async Task A_start_finishes_an_erasure_that_a_crash_left_before_the_key_was_destroyed()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var stream = await Store(log, "a");
        var keys = test.OpenKeys();
        var saved = Directory.GetFiles(Path.Combine(test.KeyFolder, "streams"), "*.key", SearchOption.AllDirectories)
            .Select(file => (file, File.ReadAllBytes(file))).Single();
        await log.Eraser.Erase(Request(stream), default);
        await log.DisposeAsync();
        // As if the process had ended right after the commit: the key is there, the list and the certificate are not.
        File.WriteAllBytes(saved.file, saved.Item2);
        File.Delete(Path.Combine(test.KeyFolder, "erased.list"));
        await test.Execute("alter table log.certificate disable trigger all; delete from log.certificate");
        await test.Execute("alter table log.certificate enable trigger all");

        var again = await test.Open();

        Assert.False(File.Exists(saved.file));
        Assert.Equal(stream, Assert.Single(keys.Erasures).Stream);
        Assert.Equal("hospital-b", Assert.Single((await again.Eraser.Certificate(stream, default))!.Statement().Remains).Holder);
        Assert.True((await new Verifier(test.Settings()).VerifyLog(null, default)).Ok);
    }

    [Fact]
    public async Task Another_node_that_still_has_the_key_in_memory_reads_nothing_either()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var other = await test.Open();
        var stream = await Store(log, "a");
        Assert.True((await other.Reader.ReadStream(stream, 0, 1, default))[0].Body.IsReadable);

        await log.Eraser.Erase(Request(stream), default);

        Assert.Equal(BodyState.Erased, (await other.Reader.ReadStream(stream, 0, 1, default))[0].Body.State);
        Assert.Equal(RefusalKind.Gone, (await other.Writer.Append(StoreEntities.One(stream, "b", "x"), default)).Refusal?.Kind);
    }

    private static void AssertStates(ErasureCertificate certificate, StreamId stream, Log log, TestLog test)
    {
        var statement = certificate.Statement();
        Assert.Equal((stream.Value, "hospital-a", Person), (statement.Stream, statement.Source, statement.RequestedBy));
        Assert.Equal((2, 1), (statement.Events, statement.Bodies));
        Assert.Equal(3, statement.ErasedAtPosition);
        Assert.Equal(statement.ErasedAt.AddDays(new KeyStoreOptions().BackupDays), statement.KeyBackupsUntil);
        Assert.Equal("hospital-b", Assert.Single(statement.Remains).Holder);
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(log.Checkpoints.PublicKey.Span, out _);
        Assert.True(key.VerifyData(certificate.Content.Span, certificate.Signature.Span, HashAlgorithmName.SHA256));
        Assert.Equal(stream, Assert.Single(test.OpenKeys().Erasures).Stream);
    }

    private static ErasureRequest Request(StreamId stream) => new(
        stream, Person, [new Remainder("hospital-b", "copies it made while it was permitted")],
        (_, _) => new RetentionRuling.Released());

    private static RetentionRuling KeepFiveYears(StreamSummary summary, DateTimeOffset now) =>
        summary.LastRecorded.AddYears(5) is var until && until > now
            ? new RetentionRuling.Retained("medical records are kept for five years.", until)
            : new RetentionRuling.Released();

    private static async Task<StreamId> Store(Log log, string id) =>
        (await log.Writer.Append(StoreEntities.One(null, id, $"body of {id}"), default)).Value.Stream;

    private static async Task<string[]> Ids(TestLog test) =>
        await test.Scalar<string[]>("select coalesce(array_agg(id order by id), '{}') from record.entity");
}

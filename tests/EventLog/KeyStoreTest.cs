using System.Security.Cryptography;
using Phr.EventLog;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.EventLog;

public sealed class KeyStoreTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-keys-").FullName;

    private string Store => Path.Combine(_folder, "keys");

    [Fact]
    public void A_wrong_master_key_refuses_to_open_and_says_so()
    {
        using (Open("right")) { }

        var refusal = Assert.Throws<KeyStoreException>(() => Open("wrong"));

        Assert.Contains("another one made that key store", refusal.Message);
        using var again = Open("right");
    }

    [Fact]
    public async Task A_log_refuses_a_key_store_that_it_was_not_begun_with()
    {
        await using var test = await TestLog.Create();
        await (await test.Open()).DisposeAsync();

        var refusal = await Assert.ThrowsAsync<KeyStoreException>(() => test.Open(test.Settings() with { Keys = Open("other") }));

        Assert.Contains("not the one that this log was begun with", refusal.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123")]
    [InlineData("zz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void A_master_key_file_without_a_key_is_refused(string text)
    {
        var file = Path.Combine(_folder, "master");
        File.WriteAllText(file, text);

        Assert.Contains("64 hexadecimal digits", Assert.Throws<KeyStoreException>(() => MasterKey.FromFile(file)).Message);
        Assert.Throws<KeyStoreException>(() => MasterKey.FromFile(file + ".missing"));
    }

    [Fact]
    public void A_store_whose_master_key_file_is_lost_is_refused_and_no_new_key_is_made()
    {
        var master = Path.Combine(_folder, "master");
        using (KeyStore.OpenOrNew(Store, master)) { }
        using (KeyStore.OpenOrNew(Store, master)) { }
        File.Delete(master);

        Assert.Contains("is missing", Assert.Throws<KeyStoreException>(() => KeyStore.OpenOrNew(Store, master)).Message);
        Assert.False(File.Exists(master));
    }

    [Fact]
    public void A_master_key_comes_from_the_environment_too()
    {
        const string variable = "PHR_TEST_MASTER_KEY";
        Assert.Throws<KeyStoreException>(() => MasterKey.FromEnvironment(variable));
        Environment.SetEnvironmentVariable(variable, new string('a', 64));
        using (KeyStore.Open(Store, MasterKey.FromEnvironment(variable))) { }

        File.WriteAllText(Path.Combine(_folder, "same"), new string('a', 64) + "\n");
        using var same = KeyStore.Open(Store, MasterKey.FromFile(Path.Combine(_folder, "same")));
    }

    [Fact]
    public void Nobody_else_may_read_the_files()
    {
        using var keys = Open("m");
        keys.Create(3);

        var files = Directory.GetFiles(Store, "*.key", SearchOption.AllDirectories);
        Assert.Equal(6, files.Length);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void A_key_survives_a_restart_and_no_key_opens_under_another_name()
    {
        KeyId first, second;
        byte[] body;
        using (var keys = Open("m"))
        {
            (first, second) = keys.Create(2) is [var a, var b] ? (a, b) : default;
            body = SealWith(keys, first);
        }
        File.Copy(FileOf(first), FileOf(second), overwrite: true);

        using var again = Open("m");

        Assert.Equal("body"u8.ToArray(), OpenWith(again, first, body));
        Assert.Null(again.Find(second));
    }

    [Fact]
    public void A_store_that_went_away_is_a_fault_and_no_store_without_keys()
    {
        KeyId id;
        using (var keys = Open("m"))
            id = keys.Create(1)[0];
        using var again = Open("m");
        Directory.Move(Store, Store + ".away");

        Assert.Contains("is missing", Assert.Throws<KeyStoreException>(() => again.Find(id)).Message);

        Directory.Move(Store + ".away", Store);
        Assert.NotNull(again.Find(id));
        Directory.Delete(Path.GetDirectoryName(FileOf(id))!, recursive: true);
        using var without = Open("m");
        Assert.Null(without.Find(id));
    }

    [Fact]
    public void More_keys_than_the_cache_holds_are_all_usable()
    {
        var master = MasterKey.FromFileOrNew(Path.Combine(_folder, "m"));
        using var keys = KeyStore.Open(Store, master, new KeyStoreOptions { CachedKeysMax = 16 });
        var ids = keys.Create(60);
        var bodies = ids.Select(id => SealWith(keys, id)).ToList();

        Assert.All(ids.Zip(bodies), pair => Assert.Equal("body"u8.ToArray(), OpenWith(keys, pair.First, pair.Second)));
    }

    [Fact]
    public void A_backup_brings_lost_keys_back_but_none_that_was_erased()
    {
        KeyId kept, erased;
        string backup;
        using (var keys = Open("m"))
        {
            (kept, erased) = keys.Create(2) is [var a, var b] ? (a, b) : default;
            backup = KeyBackup.Write(keys, Path.Combine(_folder, "backups"), DateTimeOffset.UtcNow);
            keys.Erase(new ErasedKey(erased, new StreamId(5), DateTimeOffset.UtcNow));
            keys.Erase(new ErasedKey(erased, new StreamId(5), DateTimeOffset.UtcNow));
            Assert.Single(keys.Erasures);
        }
        File.Delete(FileOf(kept));

        Assert.Equal(1, KeyBackup.Restore(backup, Store));

        using var again = Open("m");
        Assert.NotNull(again.Find(kept));
        Assert.Null(again.Find(erased));
    }

    [Fact]
    public void A_store_that_was_lost_altogether_comes_back_with_the_erasures_its_backup_knew()
    {
        KeyId kept, erased;
        string backup;
        Guid id;
        using (var keys = Open("m"))
        {
            (kept, erased) = keys.Create(2) is [var a, var b] ? (a, b) : default;
            keys.Erase(new ErasedKey(erased, new StreamId(5), DateTimeOffset.UtcNow));
            backup = KeyBackup.Write(keys, Path.Combine(_folder, "backups"), DateTimeOffset.UtcNow);
            id = keys.Id;
        }
        Directory.Delete(Store, recursive: true);

        Assert.Equal(1, KeyBackup.Restore(backup, Store));

        using var again = Open("m");
        Assert.Equal(id, again.Id);
        Assert.Equal(erased, Assert.Single(again.Erasures).Key);
        Assert.NotNull(again.Find(kept));
    }

    [Fact]
    public void A_backup_of_another_store_is_refused()
    {
        using var keys = Open("m");
        var backup = KeyBackup.Write(keys, Path.Combine(_folder, "backups"), DateTimeOffset.UtcNow);
        using var other = KeyStore.Open(Path.Combine(_folder, "other"), MasterKey.FromFileOrNew(Path.Combine(_folder, "m")));

        var refusal = Assert.Throws<KeyStoreException>(() => KeyBackup.Restore(backup, Path.Combine(_folder, "other")));
        Assert.Contains("another key store", refusal.Message);
        Assert.Throws<KeyStoreException>(() => KeyBackup.Restore(_folder, Store));
    }

    [Fact]
    public void Backups_are_kept_for_the_days_that_certificates_promise()
    {
        using var keys = Open("m");
        var backups = Path.Combine(_folder, "backups");
        var start = new DateTimeOffset(2026, 1, 1, 3, 0, 0, TimeSpan.Zero);
        for (var day = 0; day <= keys.Options.BackupDays + 1; day++)
            KeyBackup.Write(keys, backups, start.AddDays(day));

        var names = Directory.GetDirectories(backups).Select(Path.GetFileName).Order().ToList();
        Assert.Equal(keys.Options.BackupDays + 1, names.Count);
        Assert.Equal("keys-20260102T030000Z", names[0]);
    }

    [Fact]
    public void A_line_that_a_crash_cut_off_the_erasure_list_is_dropped_and_a_damaged_one_is_refused()
    {
        using (var keys = Open("m"))
            keys.Erase(new ErasedKey(keys.Create(1)[0], new StreamId(5), DateTimeOffset.UtcNow));
        var list = Path.Combine(Store, "erased.list");
        File.AppendAllText(list, "0123456789abcdef 7");

        using (var keys = Open("m"))
        {
            keys.Erase(new ErasedKey(keys.Create(1)[0], new StreamId(6), DateTimeOffset.UtcNow));
            Assert.Equal([5, 6], keys.Erasures.Select(erased => erased.Stream.Value));
        }
        File.WriteAllText(list, "nonsense\n" + File.ReadAllText(list));
        using var damaged = Open("m");
        Assert.Contains("Line 1", Assert.Throws<KeyStoreException>(() => damaged.Erasures).Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private KeyStore Open(string master) => KeyStore.Open(Store, MasterKey.FromFileOrNew(Path.Combine(_folder, master)));

    private string FileOf(KeyId id) => Path.Combine(Store, "streams", id.ToString()[..2], $"{id}.key");

    private static byte[] SealWith(KeyStore keys, KeyId id)
    {
        var body = new byte[Seal.SealedBytes(4)];
        RandomNumberGenerator.Fill(body.AsSpan(0, Seal.NonceBytes));
        var cipher = keys.Find(id)!;
        var aes = keys.Take(cipher);
        Seal.Close(aes, "body"u8, body, "place"u8);
        cipher.PutBack(aes);
        return body;
    }

    private static byte[]? OpenWith(KeyStore keys, KeyId id, byte[] body)
    {
        var cipher = keys.Find(id)!;
        var aes = keys.Take(cipher);
        var opened = Seal.Open(aes, body, "place"u8);
        cipher.PutBack(aes);
        return opened;
    }
}

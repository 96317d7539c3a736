using System.Globalization;

namespace Phr.EventLog;

/// <summary>
/// Short-lived backups of a key store, apart from those of the log: folders <c>keys-INSTANT</c> of the wrapped files
/// and the erasure list. The master key is in none of them.
/// </summary>
public static class KeyBackup
{
    private const string Prefix = "keys-";
    private const string InstantFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>
    /// Copies the store into a new folder under <paramref name="target"/> and removes those older than the store's
    /// days.
    /// </summary>
    /// <returns>The new folder.</returns>
    public static string Write(KeyStore keys, string target, DateTimeOffset now)
    {
        var instant = now.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);
        var folder = Path.Combine(target, Prefix + instant);
        var partial = new KeyFolder(folder + ".partial");
        if (Directory.Exists(partial.Path))
            Directory.Delete(partial.Path, recursive: true);
        partial.Create();
        CopyFixed(keys.Folder, partial);
        foreach (var id in keys.Folder.StreamKeys())
            Copy(keys.Folder.StreamKey(id), partial.StreamKeyToBe(id));
        // Last, so that it names every key that was destroyed while this ran.
        Copy(keys.Folder.Erasures, partial.Erasures);
        Directory.Move(partial.Path, folder);
        DurableFile.SyncFolder(target);
        Prune(target, now.AddDays(-keys.Options.BackupDays));
        return folder;
    }

    /// <summary>
    /// Brings back the keys that a store lacks, after its erasure list and the backup's were joined: an erased key
    /// does not come back. The store may be missing altogether.
    /// </summary>
    /// <returns>Number of keys brought back.</returns>
    /// <exception cref="KeyStoreException">The folder is no backup, or one of another store.</exception>
    public static int Restore(string backup, string store)
    {
        var from = new KeyFolder(backup);
        var to = new KeyFolder(store);
        if (!File.Exists(from.Check))
            throw new KeyStoreException($"{from.Path} is no backup of a key store.");
        to.Create();
        using var alone = KeyFolderLock.Take(to);
        if (File.Exists(to.Check) && IdOf(to) != IdOf(from))
            throw new KeyStoreException($"{from.Path} is a backup of another key store than the one in {to.Path}.");
        var erased = JoinErasures(from, to);
        CopyFixed(from, to);
        var missing = from.StreamKeys().Where(id => !erased.Contains(id) && !File.Exists(to.StreamKey(id))).ToList();
        foreach (var id in missing)
            Copy(from.StreamKey(id), to.StreamKeyToBe(id));
        foreach (var id in erased)
            DurableFile.Destroy(to.StreamKey(id));
        return missing.Count;
    }

    private static KeyId? IdOf(KeyFolder store) => KeyFile.IdOf(File.ReadAllBytes(store.Check));

    private static HashSet<KeyId> JoinErasures(KeyFolder from, KeyFolder to)
    {
        ErasureList.Mend(to.Erasures);
        var erased = ErasureList.Read(to.Erasures).Select(entry => entry.Key).ToHashSet();
        foreach (var entry in ErasureList.Read(from.Erasures))
        {
            if (erased.Add(entry.Key))
                ErasureList.Add(to.Erasures, entry);
        }
        return erased;
    }

    private static void CopyFixed(KeyFolder from, KeyFolder to)
    {
        Copy(from.Signing, to.Signing);
        Copy(from.Index, to.Index);
        Copy(from.Check, to.Check);
    }

    // A key may be destroyed between the listing and the copy.
    private static void Copy(string from, string to)
    {
        if (!File.Exists(from) || File.Exists(to))
            return;
        try
        {
            DurableFile.Create(to, File.ReadAllBytes(from));
        }
        catch (FileNotFoundException)
        {
            // Destroyed: it is on the erasure list, which is copied last.
        }
    }

    private static void Prune(string target, DateTimeOffset before)
    {
        foreach (var folder in Directory.EnumerateDirectories(target, Prefix + "*"))
        {
            var instant = Path.GetFileName(folder)[Prefix.Length..];
            var isBackup = DateTimeOffset.TryParseExact(
                instant, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made);
            if (isBackup && made < before)
                Directory.Delete(folder, recursive: true);
        }
    }
}

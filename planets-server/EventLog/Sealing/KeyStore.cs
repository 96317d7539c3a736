using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;

namespace Phr.EventLog;

/// <summary>Bounds of a key store.</summary>
public sealed record KeyStoreOptions
{
    /// <summary>Opened stream keys kept in memory.</summary>
    [Range(16, 1_000_000)] public int CachedKeysMax { get; init; } = 16_384;

    /// <summary>How long a backup of the keys is kept, days: so long may an erased key still be in one.</summary>
    [Range(1, 365)] public int BackupDays { get; init; } = 30;
}

/// <summary>
/// The keys of a log, in a folder outside the database and its backups: one data key a stream, the key of the index's
/// token hashes, the signing key of checkpoints and certificates. Each is wrapped by the master key, which lies
/// elsewhere.
/// </summary>
public sealed class KeyStore : IDisposable
{
    private static readonly byte[] CheckText = "phr key store 1."u8.ToArray();

    private readonly MasterKey _master;
    private readonly KeyCache _cache;
    private readonly ECDsa _signing;
    private readonly Lock _signingOneAtATime = new();

    private KeyStore(KeyFolder folder, MasterKey master, KeyStoreOptions options, KeyId id)
    {
        (Folder, _master, Options, Id) = (folder, master, options, id.Value);
        _cache = new KeyCache(options.CachedKeysMax);
        IndexKey = Secret(folder.Index, SecretUse.IndexKey);
        _signing = ECDsa.Create();
        _signing.ImportPkcs8PrivateKey(Secret(folder.Signing, SecretUse.SigningKey), out _);
        PublicKey = _signing.ExportSubjectPublicKeyInfo();
    }

    /// <summary>Tells this store from others: a log works with the one it began with.</summary>
    public Guid Id { get; }

    /// <summary>
    /// Key of keyed hashes in the search index: without it they cannot be guessed from a list of codes. 32 bytes.
    /// </summary>
    public ReadOnlyMemory<byte> IndexKey { get; }

    /// <summary>Public key of checkpoints and certificates: ECDSA P-256, SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    public KeyStoreOptions Options { get; }

    /// <summary>Every erasure that this store was ever told of.</summary>
    public IReadOnlyList<ErasedKey> Erasures => ErasureList.Read(Folder.Erasures);

    internal KeyFolder Folder { get; }

    /// <summary>Opens the store in a folder; an empty or missing folder becomes a new store.</summary>
    /// <exception cref="KeyStoreException">
    /// The master key is not the one that made the store, or a file is missing or damaged.
    /// </exception>
    public static KeyStore Open(string folder, MasterKey master, KeyStoreOptions? options = null)
    {
        options ??= new KeyStoreOptions();
        Validator.ValidateObject(options, new(options), validateAllProperties: true);
        var files = new KeyFolder(folder);
        files.Create();
        using var alone = KeyFolderLock.Take(files);
        if (!File.Exists(files.Check))
            Make(files, master);
        ErasureList.Mend(files.Erasures);
        return new KeyStore(files, master, options, Check(files, master));
    }

    /// <summary>
    /// As <see cref="Open"/>, with the master key in a file. A new store gets a new master key; a store that is there
    /// needs the one it has.
    /// </summary>
    /// <exception cref="KeyStoreException">The file is missing or holds another key than the store's.</exception>
    public static KeyStore OpenOrNew(string folder, string masterKeyFile, KeyStoreOptions? options = null) =>
        Open(
            folder,
            File.Exists(new KeyFolder(folder).Check)
                ? MasterKey.FromFile(masterKeyFile)
                : MasterKey.FromFileOrNew(masterKeyFile),
            options);

    /// <summary>ECDSA P-256 with SHA-256 over <paramref name="content"/>, IEEE P1363 form (64 bytes).</summary>
    public byte[] Sign(ReadOnlySpan<byte> content)
    {
        lock (_signingOneAtATime)
            return _signing.SignData(content, HashAlgorithmName.SHA256);
    }

    public bool Verifies(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        lock (_signingOneAtATime)
            return _signing.VerifyData(content, signature, HashAlgorithmName.SHA256);
    }

    /// <summary>Makes random data keys; they are on disk when it returns.</summary>
    internal IReadOnlyList<KeyId> Create(int count)
    {
        var ids = new KeyId[count];
        var folders = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            ids[i] = new KeyId(Guid.NewGuid());
            var key = RandomNumberGenerator.GetBytes(Seal.KeyBytes);
            var path = Folder.StreamKeyToBe(ids[i]);
            DurableFile.WriteAndRename(path, KeyFile.Wrap(_master, SecretUse.StreamKey, ids[i], key));
            folders.Add(Path.GetDirectoryName(path)!);
            _cache.Add(ids[i], new StreamCipher(key));
        }
        foreach (var folder in folders)
            DurableFile.SyncFolder(folder);
        return ids;
    }

    /// <returns>Null when the key is not there or its file is damaged.</returns>
    /// <exception cref="KeyStoreException">The store itself is not there, such as a disk that is not mounted any more: its
    /// keys are not gone.</exception>
    internal StreamCipher? Find(KeyId id)
    {
        if (_cache.Find(id) is { } known)
            return known;
        try
        {
            var key = KeyFile.Unwrap(_master, SecretUse.StreamKey, id, File.ReadAllBytes(Folder.StreamKey(id)));
            return key is null ? null : _cache.Add(id, new StreamCipher(key));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return File.Exists(Folder.Check) ? null : throw new KeyStoreException($"{Folder.Check} is missing.");
        }
    }

    /// <summary>Destroys a key that no stream was given.</summary>
    internal void Discard(KeyId id)
    {
        _cache.Forget(id);
        DurableFile.Destroy(Folder.StreamKey(id));
    }

    /// <summary>Drops a key from memory: its stream was erased, here or by another node.</summary>
    internal void Forget(KeyId id) => _cache.Forget(id);

    internal bool Holds(KeyId id) => File.Exists(Folder.StreamKey(id));

    internal AesGcm Take(StreamCipher cipher) => cipher.Take(_cache.NextUse());

    /// <summary>
    /// Gives a key up for ever: lists it, then destroys it. Both are on disk when it returns; doing it again changes
    /// nothing.
    /// </summary>
    internal void Erase(ErasedKey erased)
    {
        if (!Erasures.Any(entry => entry.Key == erased.Key))
            ErasureList.Add(Folder.Erasures, erased);
        _cache.Forget(erased.Key);
        DurableFile.Destroy(Folder.StreamKey(erased.Key));
    }

    public void Dispose() => _signing.Dispose();

    private static void Make(KeyFolder files, MasterKey master)
    {
        if (files.StreamKeys().Any())
            throw new KeyStoreException($"{files.Check} is missing from a key store that has stream keys.");
        var id = new KeyId(Guid.NewGuid());
        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var index = RandomNumberGenerator.GetBytes(Seal.KeyBytes);
        DurableFile.Create(
            files.Signing, KeyFile.Wrap(master, SecretUse.SigningKey, id, signing.ExportPkcs8PrivateKey()));
        DurableFile.Create(files.Index, KeyFile.Wrap(master, SecretUse.IndexKey, id, index));
        // Last: a store without it is begun anew.
        DurableFile.Create(files.Check, KeyFile.Wrap(master, SecretUse.Check, id, CheckText));
    }

    private static KeyId Check(KeyFolder files, MasterKey master)
    {
        var check = File.ReadAllBytes(files.Check);
        var id = KeyFile.IdOf(check) ?? throw new KeyStoreException($"{files.Check} is not a file of a key store.");
        var text = KeyFile.Unwrap(master, SecretUse.Check, id, check);
        if (!CheckText.AsSpan().SequenceEqual(text))
            throw new KeyStoreException($"The master key does not open {files.Path}: another one made that key store.");
        return id;
    }

    private byte[] Secret(string path, SecretUse use)
    {
        if (!File.Exists(path))
            throw new KeyStoreException($"{path} is missing.");
        return KeyFile.Unwrap(_master, use, new KeyId(Id), File.ReadAllBytes(path))
            ?? throw new KeyStoreException($"{path} is damaged.");
    }
}

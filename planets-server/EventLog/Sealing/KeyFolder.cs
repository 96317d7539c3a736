namespace Phr.EventLog;

/// <summary>
/// Where the files of a key store lie: three fixed ones, the erasure list, and one file a stream key in up to 256
/// folders.
/// </summary>
internal sealed class KeyFolder(string path)
{
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Known bytes under the store's own id: present in every store that was ever opened.</summary>
    public string Check => In("check.key");

    public string Index => In("index.key");

    public string Signing => In("signing.key");

    public string Erasures => In("erased.list");

    /// <summary>Held while a store is made or restored, so that two nodes do not make two.</summary>
    public string Lock => In("lock");

    private string Streams => In("streams");

    public string StreamKey(KeyId id)
    {
        var name = id.ToString();
        return System.IO.Path.Combine(Streams, name[..2], name + ".key");
    }

    /// <summary>Makes the folders that every store has.</summary>
    public void Create()
    {
        DurableFile.MakeFolder(Path);
        DurableFile.MakeFolder(Streams);
    }

    /// <summary>Path of a stream's key, in a folder that is there.</summary>
    public string StreamKeyToBe(KeyId id)
    {
        var path = StreamKey(id);
        DurableFile.MakeFolder(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Ids of the stream keys that are there.</summary>
    public IEnumerable<KeyId> StreamKeys()
    {
        if (!Directory.Exists(Streams))
            yield break;
        foreach (var file in Directory.EnumerateFiles(Streams, "*.key", SearchOption.AllDirectories))
        {
            if (Guid.TryParseExact(System.IO.Path.GetFileNameWithoutExtension(file), "N", out var id))
                yield return new KeyId(id);
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}

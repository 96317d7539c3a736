namespace Phr.Consent.Provider;

/// <summary>Files that only their owner may read. Written beside and moved, so that a reader never meets half of one.</summary>
public static class OwnerFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        using (var writer = new StreamWriter(file + ".new", options))
            writer.Write(text);
        File.Move(file + ".new", file, overwrite: true);
    }
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Phr.EventLog;

/// <summary>
/// Files that are whole and on disk when a call returns, or not there at all; readable by their owner alone.
/// </summary>
internal static partial class DurableFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>Writes a new file: beside it first, synced, then renamed, and the folder synced.</summary>
    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        WriteAndRename(path, content);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>As <see cref="Create"/>, but the caller syncs the folder, once for many files.</summary>
    public static void WriteAndRename(string path, ReadOnlySpan<byte> content)
    {
        var beside = $"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.partial";
        try
        {
            using (var file = new FileStream(beside, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0,
                UnixCreateMode = OwnerOnly,
            }))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            // A full disk must not be filled further by what is of no use.
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Adds to the end and syncs; makes the file when it is missing.</summary>
    public static void Append(string path, ReadOnlySpan<byte> content)
    {
        var isNew = !File.Exists(path);
        using (var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0,
            UnixCreateMode = OwnerOnly,
        }))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        if (isNew)
            SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>
    /// Overwrites with noise, syncs, unlinks, syncs the folder. On a disk that writes elsewhere (SSD, copy on write)
    /// the old bytes may outlive this: they are wrapped, so the master key's holder alone could use them.
    /// </summary>
    public static void Destroy(string path)
    {
        if (!File.Exists(path))
            return;
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        {
            file.Write(RandomNumberGenerator.GetBytes(checked((int)file.Length)));
            file.Flush(flushToDisk: true);
        }
        File.Delete(path);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes a folder for its owner alone, unless it is there, and syncs the one above.</summary>
    public static void MakeFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        Directory.CreateDirectory(path, OwnerOnlyFolder);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    // .NET opens no folders, and a rename is on disk only when its folder is (fsync(2)).
    public static void SyncFolder(string path)
    {
        const int readOnly = 0;
        var handle = Open(path, readOnly);
        if (handle < 0)
            throw new IOException($"The folder {path} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        var synced = Sync(handle);
        var error = Marshal.GetLastPInvokeErrorMessage();
        _ = Close(handle);
        if (synced != 0)
            throw new IOException($"The folder {path} cannot be synced: {error}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}

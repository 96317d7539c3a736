using Phr.Platform;

namespace Phr.Tests.EventLog.Support;

/// <summary>A file system of a few megabytes that belongs to the user postgres.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <returns>Null where this process may not mount.</returns>
    public static async Task<SmallDisk?> Mount(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("phr-disk-").FullName;
        try
        {
            await Processes.Output("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m,mode=700,uid=postgres", "phr-disk", folder], default);
            return new SmallDisk(folder);
        }
        catch (ProcessException)
        {
            Directory.Delete(folder);
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Processes.Output("umount", [Folder], default);
        Directory.Delete(Folder);
    }
}

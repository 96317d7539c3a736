using Phr.Cli.Host;

namespace Phr.Cli.Demo;

/// <summary>
/// The folder that a demonstration plays in. It begins with an empty one; one that a demonstration left is emptied, and no other.
/// </summary>
internal static class DemoFolder
{
    private const string Mark = "demonstration";

    /// <exception cref="CommandException">The folder holds something else, or a platform is up in it.</exception>
    public static async Task<DataFolder> Begin(string? asked, CancellationToken ct)
    {
        var folder = asked is null ? new DataFolder(DataFolder.Choose(null).Inside("demo")) : DataFolder.Choose(asked);
        if (Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).Any())
            await Empty(folder, ct);
        Directory.CreateDirectory(folder.Path);
        await File.WriteAllTextAsync(folder.Inside(Mark), "phr demo empties this folder when it plays again.\n", ct);
        return folder;
    }

    private static async Task Empty(DataFolder folder, CancellationToken ct)
    {
        if (!File.Exists(folder.Inside(Mark)))
            throw new CommandException($"{folder.Path} is not empty and no demonstration's. Choose another folder with --data.");
        using (folder.Claim() ?? throw new CommandException($"a platform is up in {folder.Path}. Stop it with ./phr down --data {folder.Path}."))
            await Down.StopLeftovers(folder, ct);
        Directory.Delete(folder.Path, recursive: true);
    }
}

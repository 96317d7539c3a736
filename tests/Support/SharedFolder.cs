namespace Phr.Tests.Support;

/// <summary>The real data beside the repository, which a checkout elsewhere may not have.</summary>
internal static class SharedFolder
{
    private static readonly string? Root = FindRoot();

    /// <summary>A file or folder of <c>../shared/data</c>, or null where it is absent.</summary>
    public static string? Find(string path) =>
        Root is not null && Path.Join(Root, path) is var found && Path.Exists(found) ? found : null;

    private static string? FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "Phr.sln")))
            folder = folder.Parent;
        return folder is null ? null : Path.Join(folder.Parent?.FullName, "shared", "data");
    }
}

namespace Phr.Tests.Support;

/// <summary>Files under <c>tests/</c> that fix a stored or wire format: what an earlier version wrote.</summary>
internal static class GoldenFile
{
    /// <param name="path">Under <c>tests/</c>.</param>
    public static byte[] Bytes(string path) => File.ReadAllBytes(PathOf(path));

    /// <summary>A file that holds bytes as hexadecimal digits.</summary>
    public static byte[] Hex(string path) => Convert.FromHexString(File.ReadAllText(PathOf(path)).Trim());

    /// <summary>Where the file is in the checkout.</summary>
    public static string PathOf(string path) => Path.Join(Root(), "tests", path);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(folder.FullName, "Phr.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("No Phr.sln above the test binary.");
        return folder.FullName;
    }
}

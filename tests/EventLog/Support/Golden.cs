namespace Phr.Tests.EventLog.Support;

/// <summary>Samples of stored formats, hexadecimal, in tests/EventLog/golden.</summary>
internal static class Golden
{
    public static byte[] Read(string name) => Convert.FromHexString(File.ReadAllText(PathOf(name)).ReplaceLineEndings(""));

    public static void Is(string name, byte[] bytes) => Assert.Equal(Convert.ToHexStringLower(Read(name)), Convert.ToHexStringLower(bytes));

    private static string PathOf(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Phr.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        return Path.Combine(folder.FullName, "tests", "EventLog", "golden", name);
    }
}

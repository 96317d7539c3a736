namespace Phr.Tests.Model;

/// <summary>
/// Golden files of this folder. A change of a stored format shows as a difference to look at, never silently.
/// </summary>
internal static class Golden
{
    private static string Folder => Path.Combine(Records.Root(), "tests", "Model", "Golden");

    /// <summary>Compares; with <c>PHR_GOLDEN=write</c> the file is written instead.</summary>
    public static void Same(string name, string actual)
    {
        var path = Path.Combine(Folder, name);
        if (Environment.GetEnvironmentVariable("PHR_GOLDEN") == "write")
            File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path), actual);
    }

    public static string At(string name) => Path.Combine(Folder, name);
}

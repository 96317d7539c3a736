namespace Phr.Cli;

/// <summary>The checkout that this command was built from: where the tests, the identity provider and what npm brought lie.</summary>
internal static class Repository
{
    private const string Marker = "Phr.sln";

    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find(string folder)
    {
        for (var candidate = new DirectoryInfo(folder); candidate is not null; candidate = candidate.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(candidate.FullName, Marker)))
                return candidate.FullName;
        }
        throw new CommandException($"{folder} is not inside a checkout of Phr (no folder above it holds {Marker}).");
    }
}

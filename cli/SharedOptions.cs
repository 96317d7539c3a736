using System.CommandLine;

namespace Phr.Cli;

/// <summary>Options that mean the same for every verb that takes them.</summary>
internal static class SharedOptions
{
    public static Option<string?> Data { get; } = new("--data") { Description = "Folder of the platform's database, keys and logs." };

    public static Option<bool> Json { get; } = new("--json") { Description = "The last line of standard output is one JSON object." };
}

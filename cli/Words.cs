namespace Phr.Cli;

/// <summary>Texts for people, in the language that the terminal asks for.</summary>
internal static class Words
{
    // POSIX: the first of these that is set decides.
    private static readonly string[] Variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    private static readonly bool Japanese = Variables
        .Select(Environment.GetEnvironmentVariable)
        .FirstOrDefault(value => !string.IsNullOrEmpty(value))
        ?.StartsWith("ja", StringComparison.OrdinalIgnoreCase) == true;

    public static string Pick(string japanese, string english) => Japanese ? japanese : english;
}

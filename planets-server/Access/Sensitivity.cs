namespace Phr.Planets.Access;

/// <summary>
/// Which coded content is sensitive although nobody labelled it, as a v3-ActCode sensitivity
/// (ActInformationSensitivityPolicy), so that a refusal
/// of mental-health entries also meets those that their hospital left unlabelled.
/// </summary>
public static class Sensitivity
{
    private static readonly (string System, string Prefix, string Label)[] Rules = ReadRules();

    private static readonly HashSet<string> Systems = [.. Rules.Select(rule => rule.System)];

    /// <summary>The label of a coding, or null.</summary>
    public static string? Of(string system, string code)
    {
        if (!Systems.Contains(system))
            return null;
        // Longer prefixes come first in the file: F10-F19 is substance abuse, the rest of F mental health.
        foreach (var rule in Rules)
        {
            if (rule.System == system && code.StartsWith(rule.Prefix, StringComparison.Ordinal))
                return rule.Label;
        }
        return null;
    }

    private static (string, string, string)[] ReadRules()
    {
        using var stream = typeof(Sensitivity).Assembly.GetManifestResourceStream("Access/sensitivity.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(words => (words[0], words[1], words[2]))];
    }
}

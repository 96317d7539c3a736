namespace Phr.Model.Assessments;

/// <summary>What an entry's name points at.</summary>
internal static class EntryReference
{
    /// <summary>Weeks without readings and MEDS rows are no resources to point at.</summary>
    public static bool IsResource(string entry) =>
        entry.Length > 0 && char.IsAsciiLetterUpper(entry[0]) && entry.Contains('/', StringComparison.Ordinal);
}

using System.Text.RegularExpressions;

namespace Phr.Conformance.Terminology;

/// <summary>What can be said of codes whose system is not here: some publishers tell what every code of theirs looks like.</summary>
internal static partial class Shapes
{
    private const string Loinc = "http://loinc.org";

    /// <summary>Whether nothing that looks so is a code of the system.</summary>
    public static bool Excludes(string system, string code) => system == Loinc && !LoincCode().IsMatch(code);

    // LOINC Users' Guide, "LOINC codes": a number, or that of a part, answer, list or group, a hyphen and one check digit. Check digits
    // are left alone: examples that were made up often have a wrong one.
    [GeneratedRegex("^(?:L[AGLP])?[0-9]{1,7}-[0-9]$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex LoincCode();
}

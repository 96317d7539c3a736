using Phr.Model.Tokens;

namespace Phr.Model.Feed;

/// <summary>
/// Security labels that a derived answer takes over from what it was derived from: whoever is not to see the entries is not to see
/// what was made of them either.
/// </summary>
internal static class InheritedLabels
{
    private const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private const string Normal = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality|N";

    /// <summary>Systems of labels that restrict a reader; others say something else about an entry.</summary>
    private static readonly string[] Restricting = [ActCode, "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"];

    private static readonly (CodeSystem System, string Prefix, string Label)[] Sensitive =
        [.. Table.Rows("sensitive-codes.csv").Select(row => (Enum.Parse<CodeSystem>(row[0]), row[1], $"{ActCode}|{row[2]}"))];

    /// <summary>Those of one event: as it was labelled, and as its codes say.</summary>
    public static IEnumerable<string> Of(RecordEvent item)
    {
        foreach (var label in item.Labels)
        {
            if (label != Normal && Restricting.Any(system => label.StartsWith(system + "|", StringComparison.Ordinal)))
                yield return label;
        }
        foreach (var code in item.Codes.Select(CodeHierarchy.Equivalent))
        {
            var found = Array.Find(Sensitive, rule =>
                rule.System == code.System && code.Code.StartsWith(rule.Prefix, StringComparison.OrdinalIgnoreCase));
            if (found.Label is not null)
                yield return found.Label;
        }
    }
}

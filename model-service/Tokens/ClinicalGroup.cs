using System.Collections.Frozen;

namespace Phr.Model.Tokens;

/// <summary>
/// A group of facts that an explanation speaks of as one. Keys are stored in vocabularies and answers.
/// </summary>
/// <param name="IsChangeable">Whether a person's or a doctor's act can move the factor itself.</param>
public sealed record ClinicalGroup(string Key, bool IsChangeable, string Japanese, string English)
{
    /// <summary>What no table places.</summary>
    public const string Other = "other";

    public const string Treatment = "treatment";

    public const string Background = "age-sex-family";

    /// <summary>All groups in the order in which they are listed to a reader.</summary>
    public static IReadOnlyList<ClinicalGroup> All { get; } =
        [.. Table.Rows("groups.csv").Select(row => new ClinicalGroup(row[0], row[1] == "yes", row[2], row[3]))];

    private static readonly FrozenDictionary<string, ClinicalGroup> ByKey = All.ToFrozenDictionary(group => group.Key);

    /// <exception cref="KeyNotFoundException">No such group: a vocabulary of another version of this
    /// product.</exception>
    public static ClinicalGroup Named(string key) => ByKey[key];

    public static bool Exists(string key) => ByKey.ContainsKey(key);
}

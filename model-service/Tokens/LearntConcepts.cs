namespace Phr.Model.Tokens;

/// <summary>
/// Which concepts of a vocabulary were learnt as themselves. One above others was hardly ever: in training its people's facts were
/// read as what stands below it, so that its own token is noise (of 700 people whom phr-0.6 learnt from, E11 was read 15 times, E11.9
/// 1,275 times, "some vital sign" never). A category of ICD-10 is read as its member that was learnt best instead: the unspecified one
/// (.9), or the only one.
/// </summary>
internal static class LearntConcepts
{
    private const string Icd10 = "icd10:";
    private const int CategoryLength = 3;

    /// <summary>Each key that is read, with what it is read as.</summary>
    public static Dictionary<string, VocabularyConcept> Of(IReadOnlyList<VocabularyConcept> concepts)
    {
        var above = concepts.SelectMany(concept => CodeHierarchy.Above(concept.Key, concept.Type)).ToHashSet();
        var learnt = concepts.Where(concept => !above.Contains(concept.Key)).ToDictionary(concept => concept.Key);
        var categories = learnt.Values.Where(concept => Category(concept.Key) is not null)
            .GroupBy(concept => Category(concept.Key)!).ToList();
        foreach (var category in categories)
        {
            var unspecified = category.FirstOrDefault(member => member.Key.EndsWith('9'));
            if ((unspecified ?? (category.Count() == 1 ? category.First() : null)) is { } best)
                learnt.TryAdd(category.Key, best);
        }
        return learnt;
    }

    /// <summary>Key of the category of a four-character code of ICD-10; null of any other key.</summary>
    private static string? Category(string key) => key.IndexOf(Icd10, StringComparison.Ordinal) is >= 0 and var at
        && key.Length == at + Icd10.Length + CategoryLength + 1
        ? key[..^1]
        : null;
}

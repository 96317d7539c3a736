using System.Text.Json;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Compiler;

/// <summary>Required bindings to lists of codes. A value set over a code system that the definitions do not hold
/// completely (media types, currencies, units) has no list, and its binding is left to terminology.</summary>
internal sealed class ValueSetCompiler(DefinitionSource source)
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<ValueSetRow> rows = [];

    public IReadOnlyList<ValueSetRow> Rows => rows;

    /// <summary>The number of the value set, or -1 where it cannot be listed.</summary>
    public int NumberOf(string url)
    {
        if (numbers.TryGetValue(url, out var number))
            return number;

        number = -1;
        if (source.ValueSets.TryGetValue(url, out var valueSet) && TryList(valueSet, out var codes))
        {
            number = rows.Count;
            rows.Add(new ValueSetRow(url, codes));
        }
        numbers.Add(url, number);
        return number;
    }

    private bool TryList(JsonElement valueSet, out IReadOnlyList<CodeRow> codes)
    {
        var listed = new List<CodeRow>();
        codes = listed;
        var compose = valueSet.GetProperty("compose");
        if (compose.TryGetProperty("exclude", out _))
            return false;
        foreach (var include in compose.GetProperty("include").EnumerateArray())
            if (!TryInclude(include, listed))
                return false;
        return true;
    }

    private bool TryInclude(JsonElement include, List<CodeRow> listed)
    {
        if (include.TryGetProperty("filter", out _) || include.TryGetProperty("valueSet", out _))
            return false;

        var system = include.GetProperty("system").GetString()!;
        if (include.TryGetProperty("concept", out var concepts))
        {
            AddConcepts(system, concepts, listed);
            return true;
        }
        if (!source.CodeSystems.TryGetValue(system, out var codeSystem) || !codeSystem.GetProperty("content").ValueEquals("complete"))
            return false;
        AddConcepts(system, codeSystem.GetProperty("concept"), listed);
        return true;
    }

    private static void AddConcepts(string system, JsonElement concepts, List<CodeRow> listed)
    {
        foreach (var concept in concepts.EnumerateArray())
        {
            listed.Add(new CodeRow(system, concept.GetProperty("code").GetString()!));
            if (concept.TryGetProperty("concept", out var children))
                AddConcepts(system, children, listed);
        }
    }
}

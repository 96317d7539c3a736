using Phr.Fhir.Definitions;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Indexing;

/// <summary>Values that belong together (R4 search.html#composite): of each element every combination of what its components
/// lead to.</summary>
internal static class CompositeReading
{
    /// <summary>Combinations of one element; further ones are not indexed. Real ones are a code with its translations and
    /// a value.</summary>
    public const int CombinationsMax = 1_000;

    private static readonly PartRange None = new(SearchParameterType.Special, -1, 1);

    public static void Read(PlannedParameter planned, List<Element> found, TimeSpan zone, IndexEntries into)
    {
        foreach (var element in found)
        {
            var first = ReadPart(planned, 0, element, zone, into.Parts);
            var second = ReadPart(planned, 1, element, zone, into.Parts);
            var third = planned.Components.Length > 2 ? ReadPart(planned, 2, element, zone, into.Parts) : None;
            Combine(planned.Parameter, first, second, third, into);
        }
    }

    private static void Combine(SearchParameter parameter, PartRange first, PartRange second, PartRange third, IndexEntries into)
    {
        var combinations = Math.Min((long)first.Count * second.Count * third.Count, CombinationsMax);
        for (var i = 0; i < combinations; i++)
            into.Add(new CompositeEntry(
                parameter, first[i / third.Count / second.Count], second[i / third.Count % second.Count], third[i % third.Count]));
    }

    private static PartRange ReadPart(PlannedParameter planned, int component, Element element, TimeSpan zone, IndexEntries parts)
    {
        var (definition, expression) = planned.Components[component];
        var before = parts.Count(definition.Type);
        parts.Selected.Clear();
        if (!expression.TrySelect(element, parts.Selected))
            Evaluate(expression, element, parts.Selected);
        foreach (var part in parts.Selected)
            ResourceIndexer.Read(planned.Parameter, definition, part, zone, parts);
        return new PartRange(definition.Type, before, parts.Count(definition.Type) - before);
    }

    // A few components ask the resource instead of the element; what they do not find there is not combined.
    private static void Evaluate(FhirPathExpression expression, Element element, List<Element> into)
    {
        foreach (var value in expression.Evaluate(element, FhirPathEnvironment.Default).Items)
            if (value is Value.Node node)
                into.Add(node.Element);
    }

    /// <summary>The entries that one component of one element made.</summary>
    private readonly record struct PartRange(SearchParameterType Type, int Start, int Count)
    {
        public CompositePart this[long i] => new(Type, Start + (int)i);
    }
}

using Phr.Fhir.Definitions;
using static Phr.Fhir.Definitions.Known;

namespace Phr.Fhir.Indexing;

/// <summary>Texts, and the parts of names and addresses (R4 search.html#string).</summary>
internal static class StringReading
{
    // Use and period of a name or address are no text that one would search for.
    private static readonly int[] NameParts = Ids("text", "family", "given", "prefix", "suffix");
    private static readonly int[] AddressParts = Ids("text", "line", "city", "district", "state", "postalCode", "country");

    public static void Read(SearchParameter parameter, Element element, IndexEntries into)
    {
        if (ReferenceEquals(element.Type, HumanName))
            ReadParts(parameter, element, NameParts, into);
        else if (ReferenceEquals(element.Type, Address))
            ReadParts(parameter, element, AddressParts, into);
        else if (ReferenceEquals(element.Type, CodeableConcept))
            Add(parameter, element.Child(Names.Text), into);
        else
            Add(parameter, element, into);
    }

    private static void ReadParts(SearchParameter parameter, Element element, int[] parts, IndexEntries into)
    {
        foreach (var child in element.Children())
            if (Array.IndexOf(parts, child.NameId) >= 0)
                Add(parameter, child, into);
    }

    private static void Add(SearchParameter parameter, Element element, IndexEntries into)
    {
        if (element.Kind != JsonKind.String)
            return;
        var exact = into.TextOf(element);
        into.Add(new StringEntry(parameter, into.DeriveFolded(into.Text(exact)), exact));
    }

    private static int[] Ids(params string[] names) => [.. names.Select(R4.NameId)];
}

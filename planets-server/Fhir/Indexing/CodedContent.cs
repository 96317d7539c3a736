using static Phr.Fhir.Definitions.Known;

namespace Phr.Fhir.Indexing;

/// <summary>
/// All codings of a resource: what is refused by its code, or sensitive, may stand as a reason, a component or an answer that no search
/// parameter leads to (R4 consent-definitions.html#Consent.provision.code: a code that is found in an instance).
/// </summary>
internal static class CodedContent
{
    public static void Read(Element resource, IndexEntries into)
    {
        // The tape has all that is below an element right behind it.
        var nodes = resource.Document.Nodes;
        for (var index = resource.Index + 1; index < nodes[resource.Index].Next; index++)
        {
            var element = new Element(resource.Document, index);
            if (ReferenceEquals(element.Type, Coding) && (nodes[index].Flags & NodeFlags.Hidden) == 0)
                into.Add(into.CodingOf(element));
        }
    }
}

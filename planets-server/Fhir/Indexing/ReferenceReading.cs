using Phr.Fhir.Definitions;
using Phr.Fhir.Structure;
using static Phr.Fhir.Definitions.Known;

namespace Phr.Fhir.Indexing;

/// <summary>References, canonicals, and the first resource of a document or message (R4 search.html#reference).</summary>
internal static class ReferenceReading
{
    public static void Read(SearchParameter parameter, Element element, IndexEntries into)
    {
        if (ReferenceEquals(element.Type, Reference))
            ReadReference(parameter, element, into);
        else if (element.Type is { IsResource: true })
            AddResource(parameter, element, into);
        else if (element.Type?.Primitive == PrimitiveKind.Canonical)
            AddCanonical(parameter, into.TextOf(element), into);
        else if (element.HasValue)
            AddLiteral(parameter, into.TextOf(element), into);
    }

    private static void ReadReference(SearchParameter parameter, Element element, IndexEntries into)
    {
        if (element.Child(Names.Reference) is { HasValue: true } literal)
            AddLiteral(parameter, into.TextOf(literal), into);
        if (element.Child(Names.Identifier) is { Exists: true } identifier)
            into.AddReferenceIdentifier(new TokenEntry(
                parameter, into.TextOf(identifier.Child(Names.System)), into.TextOf(identifier.Child(Names.Value))));
    }

    // A fragment names what is inside the resource, and a condition nothing yet: neither is found from outside.
    private static void AddLiteral(SearchParameter parameter, TextRef text, IndexEntries into)
    {
        var bytes = into.Text(text);
        var reference = LiteralReference.Read(bytes);
        if (reference.Form is ReferenceForm.Fragment or ReferenceForm.Conditional or ReferenceForm.Malformed)
            return;
        var id = reference.Base.Length + (reference.Type?.Name.Length + 1 ?? 0);
        into.Add(new ReferenceEntry(
            parameter, reference.Form, reference.Type,
            IndexEntries.Slice(text, 0, reference.Base.Length),
            IndexEntries.Slice(text, id, reference.Id.Length),
            IndexEntries.Slice(text, bytes.Length - reference.Version.Length, reference.Version.Length),
            text));
    }

    private static void AddCanonical(SearchParameter parameter, TextRef text, IndexEntries into)
    {
        var bytes = into.Text(text);
        var fragment = bytes.IndexOf((byte)'#');
        if (fragment >= 0)
            bytes = bytes[..fragment];
        var bar = bytes.IndexOf((byte)'|');
        var url = bar < 0 ? bytes.Length : bar;
        if (url > 0)
            into.Add(new ReferenceEntry(
                parameter, ReferenceForm.Absolute, null, default, default,
                bar < 0 ? default : IndexEntries.Slice(text, bar + 1, bytes.Length - bar - 1),
                IndexEntries.Slice(text, 0, url)));
    }

    private static void AddResource(SearchParameter parameter, Element resource, IndexEntries into)
    {
        if (resource.Child(Names.Id) is not { HasValue: true } id)
            return;
        var text = into.Derive([.. System.Text.Encoding.UTF8.GetBytes(resource.Type!.Name + "/"), .. id.Utf8]);
        AddLiteral(parameter, text, into);
    }
}

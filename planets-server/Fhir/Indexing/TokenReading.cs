using Phr.Fhir.Definitions;
using static Phr.Fhir.Definitions.Known;

namespace Phr.Fhir.Indexing;

/// <summary>Coded values (R4 search.html#token).</summary>
internal static class TokenReading
{
    public static void Read(SearchParameter parameter, Element element, IndexEntries into)
    {
        var type = element.Type;
        if (ReferenceEquals(type, CodeableConcept))
        {
            into.AddTokenText(parameter, element.Child(Names.Text));
            foreach (var coding in element.Children(Names.Coding))
                ReadCoding(parameter, coding, into);
        }
        else if (ReferenceEquals(type, Coding))
            ReadCoding(parameter, element, into);
        else if (ReferenceEquals(type, Identifier))
            ReadIdentifier(parameter, element, into);
        else if (ReferenceEquals(type, ContactPoint))
            Add(parameter, element.Child(Names.System), element.Child(Names.Value), into);
        else if (type is { IsPrimitive: true } && element.HasValue)
            AddPrimitive(parameter, element, into);
    }

    /// <summary>The result of an expression that computes a truth value, such as Patient's deceased.</summary>
    public static void Read(SearchParameter parameter, bool value, IndexEntries into) =>
        into.Add(new TokenEntry(parameter, default, into.Derive(value ? "true"u8 : "false"u8)));

    private static void ReadCoding(SearchParameter parameter, Element coding, IndexEntries into)
    {
        Add(parameter, coding.Child(Names.System), coding.Child(Names.Code), into);
        into.AddTokenText(parameter, coding.Child(Names.Display));
    }

    private static void ReadIdentifier(SearchParameter parameter, Element identifier, IndexEntries into)
    {
        var value = identifier.Child(Names.Value);
        Add(parameter, identifier.Child(Names.System), value, into);
        var type = identifier.Child(Names.Type);
        if (!type.Exists)
            return;
        into.AddTokenText(parameter, type.Child(Names.Text));
        foreach (var coding in type.Children(Names.Coding))
            into.Add(new TypedIdentifier(
                parameter, into.TextOf(coding.Child(Names.System)), into.TextOf(coding.Child(Names.Code)), into.TextOf(value)));
    }

    // A code without system means one of the value set that it is bound to.
    private static void AddPrimitive(SearchParameter parameter, Element element, IndexEntries into)
    {
        var system = element.Definition?.RequiredCodes?.SystemOf(element.Utf8);
        into.Add(new TokenEntry(parameter, system is null ? default : into.Derive(system), into.TextOf(element)));
    }

    private static void Add(SearchParameter parameter, Element system, Element code, IndexEntries into)
    {
        if (system.HasValue || code.HasValue)
            into.Add(new TokenEntry(parameter, into.TextOf(system), into.TextOf(code)));
    }
}

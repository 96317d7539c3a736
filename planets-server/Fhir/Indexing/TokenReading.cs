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
            foreach (var coding in element.Children(Names.Coding))
                Add(parameter, coding.Child(Names.System), coding.Child(Names.Code), into);
        else if (ReferenceEquals(type, Coding))
            Add(parameter, element.Child(Names.System), element.Child(Names.Code), into);
        else if (ReferenceEquals(type, Identifier) || ReferenceEquals(type, ContactPoint))
            Add(parameter, element.Child(Names.System), element.Child(Names.Value), into);
        else if (type is { IsPrimitive: true } && element.HasValue)
            AddPrimitive(parameter, element, into);
    }

    /// <summary>The result of an expression that computes a truth value, such as Patient's deceased.</summary>
    public static void Read(SearchParameter parameter, bool value, IndexEntries into) =>
        into.Add(new TokenEntry(parameter, default, into.Derive(value ? "true"u8 : "false"u8)));

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

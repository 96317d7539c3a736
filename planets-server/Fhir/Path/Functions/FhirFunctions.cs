using System.Text;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path.Evaluation;
using Phr.Fhir.Path.Values;
using Phr.Fhir.Structure;

namespace Phr.Fhir.Path.Functions;

/// <summary>The functions that FHIR adds (R4 fhirpath.html#functions).</summary>
internal static class FhirFunctions
{
    private const string CoreDefinitions = "http://hl7.org/fhir/StructureDefinition/";
    private static readonly int ExtensionName = R4.NameId("extension");
    private static readonly int ModifierExtensionName = R4.NameId("modifierExtension");
    private static readonly int UrlName = R4.NameId("url");

    public static IReadOnlyList<Function> All { get; } =
    [
        new("extension", 1, 1, Extension),
        new("hasExtension", 1, 1, (in Call call) => Collection.Of(!Extension(call).IsEmpty)),
        new("hasValue", 0, 0, (in Call call) => Collection.Of(PrimitiveValue(call) is not null)),
        new("getValue", 0, 0, (in Call call) => Collection.Of(PrimitiveValue(call))),
        new("resolve", 0, 0, Resolve),
        new("type", 0, 0, (in Call call) => Collection.Of(call.Input.Select(TypeOf))),
        new("conformsTo", 1, 1, ConformsTo) { AsksDefinitions = true },
        new("memberOf", 1, 1, MemberOf) { AsksDefinitions = true },
        new("subsumes", 1, 1, (in Call call) => Subsumes(call, call.Input, call.Argument(0))) { AsksDefinitions = true },
        new("subsumedBy", 1, 1, (in Call call) => Subsumes(call, call.Argument(0), call.Input)) { AsksDefinitions = true },
        new("elementDefinition", 0, 0, ElementDefinition) { AsksDefinitions = true },
        new("slice", 2, 2, Slice) { AsksDefinitions = true },
        new("checkModifiers", 0, int.MaxValue, CheckModifiers),
        new("htmlChecks", 0, 0, HtmlChecks),
    ];

    private static Collection Extension(in Call call)
    {
        if (call.TextArgument(0) is not { } url)
            return default;
        var into = new Collection.Builder();
        foreach (var item in call.Input)
            if (item is Value.Node node)
                foreach (var extension in node.Element.Children(ExtensionName))
                    if (extension.Child(UrlName).Text == url)
                        into.Add(new Value.Node(extension));
        return into.ToCollection();
    }

    // One primitive of either model, with a value and not extensions alone.
    private static Value? PrimitiveValue(in Call call) => call.Input.OnlyValue switch
    {
        Value.Node { Element: { HasValue: true, Type: null or { IsPrimitive: true } } } node => SystemValue.Of(node),
        null or Value.Node or Value.TypeInfo => null,
        var value => value,
    };

    private static Collection Resolve(in Call call)
    {
        var into = new Collection.Builder();
        foreach (var item in call.Input)
        {
            var resolved = item switch
            {
                Value.Node node when References.Text(node.Element) is { } reference => Resolve(call, node.Element, reference),
                Value.String text when call.Scope.Run.Context.OnlyValue is Value.Node root => Resolve(call, root.Element, text.Text),
                _ => default,
            };
            if (resolved.Exists)
                into.Add(new Value.Node(resolved));
        }
        return into.ToCollection();
    }

    private static Element Resolve(in Call call, Element from, string reference)
    {
        call.Work.Spend();
        return References.Find(from, reference) is { Exists: true } found ? found
            : call.Environment.Resolve?.Invoke(reference) ?? default;
    }

    private static Value.TypeInfo TypeOf(Value value) => value switch
    {
        Value.Node { Element.Type: { } type } =>
            new(TypeTest.FhirNamespace, type.TypeName, type.Parent is { } parent ? $"{TypeTest.FhirNamespace}.{parent.TypeName}" : ""),
        Value.Node => new(TypeTest.FhirNamespace, "Element", ""),
        Value.TypeInfo => new(TypeTest.SystemNamespace, "TypeInfo", $"{TypeTest.SystemNamespace}.Any"),
        _ => new(TypeTest.SystemNamespace, value.SystemType!, $"{TypeTest.SystemNamespace}.Any"),
    };

    // The base definitions are known here; of a profile the surroundings are asked.
    private static Collection ConformsTo(in Call call)
    {
        var profile = call.TextArgument(0);
        if (profile is null || call.Input.IsEmpty)
            return default;
        if (call.Input.OnlyValue is not Value.Node { Element: var element })
            throw call.Fault("conformsTo() is called on one element.");
        if (call.Environment.ConformsTo?.Invoke(element, profile) is { } conforms)
            return Collection.Of(conforms);
        return profile.StartsWith(CoreDefinitions, StringComparison.Ordinal) && R4.Type(profile[CoreDefinitions.Length..]) is { } type
            ? Collection.Of(element.Type is { } own && own.Is(type))
            : throw call.Fault("conformsTo() does not know this profile.");
    }

    private static Collection MemberOf(in Call call)
    {
        if (call.Input.IsEmpty || call.TextArgument(0) is not { } valueSet)
            return default;
        if (call.Input.OnlyValue is not { } value)
            throw call.Fault("memberOf() is called on one code, Coding or CodeableConcept.");
        return call.Environment.MemberOf is { } isMember
            ? Collection.Of(isMember(value, valueSet))
            : throw call.Fault("memberOf() has no terminology to ask.");
    }

    private static Collection Subsumes(in Call call, Collection broad, Collection narrow)
    {
        if (broad.IsEmpty || narrow.IsEmpty)
            return default;
        if (broad.OnlyValue is not { } first || narrow.OnlyValue is not { } second)
            throw call.Fault("Subsumption is asked of one Coding or CodeableConcept and another.");
        return call.Environment.Subsumes is { } subsumes
            ? Collection.Of(subsumes(first, second))
            : throw call.Fault("Subsumption has no terminology to ask.");
    }

    private static Collection ElementDefinition(in Call call)
    {
        var definition = call.Environment.ElementDefinition ?? throw call.Fault("elementDefinition() has no definitions to ask.");
        var into = new Collection.Builder();
        foreach (var item in call.Input)
            if (item is Value.Node node && definition(node.Element) is { Exists: true } found)
                into.Add(new Value.Node(found));
        return into.ToCollection();
    }

    private static Collection Slice(in Call call)
    {
        if (call.TextArgument(0) is not { } profile || call.TextArgument(1) is not { } name)
            return default;
        var isInSlice = call.Environment.IsInSlice ?? throw call.Fault("slice() has no profiles to ask.");
        var into = new Collection.Builder();
        foreach (var item in call.Input)
            if (item is Value.Node node
                && (isInSlice(node.Element, profile, name) ?? throw call.Fault("slice() does not know this profile or slice.")))
                into.Add(item);
        return into.ToCollection();
    }

    // The input unchanged, unless an element has a modifier extension that the caller does not say it understands.
    private static Collection CheckModifiers(in Call call)
    {
        var understood = new HashSet<string>();
        for (var i = 0; i < call.Arguments.Length; i++)
            if (call.TextArgument(i) is { } url)
                understood.Add(url);
        foreach (var item in call.Input)
            if (item is Value.Node node)
                foreach (var modifier in node.Element.Children(ModifierExtensionName))
                    if (!understood.Contains(modifier.Child(UrlName).Text ?? ""))
                        throw call.Fault("An element has a modifier extension that is not understood.");
        return call.Input;
    }

    private static Collection HtmlChecks(in Call call) => call.Single() switch
    {
        null => default,
        Value.String text => Collection.Of(NarrativeCheck.Check(Encoding.UTF8.GetBytes(text.Text)) == NarrativeFault.None),
        var other => throw call.Fault($"htmlChecks() is called on the text of a Narrative, not {Singleton.Described(other)}."),
    };
}

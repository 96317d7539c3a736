using Phr.Fhir;

namespace Phr.Conformance.Terminology;

/// <summary>Makes a <see cref="CodeSystem"/> of its resource and its supplements.</summary>
internal static class CodeSystemReader
{
    private const string StandardProperties = "http://hl7.org/fhir/concept-properties#";

    /// <summary>Concepts inside each other; deeper ones are left out.</summary>
    public const int DepthMax = 32;

    public static CodeSystem Read(Element resource, IEnumerable<Element> supplements, bool isForeign)
    {
        var meanings = Meanings(resource);
        var concepts = new List<Concept>();
        ReadConcepts(resource, null, concepts, 0);
        var system = new CodeSystem(resource, concepts, isForeign);
        foreach (var supplement in supplements)
            Supplement(supplement, system, 0);
        foreach (var concept in concepts)
            Apply(concept, meanings, system);
        return system;
    }

    // What a property is called here and what it means: R4 codesystem-concept-properties.html gives the meaning by URI.
    private static Dictionary<string, string> Meanings(Element resource)
    {
        var meanings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in resource.Children("property"))
        {
            var code = property.Child("code").Text ?? "";
            var uri = property.Child("uri").Text ?? "";
            meanings[code] = uri.StartsWith(StandardProperties, StringComparison.Ordinal) ? uri[StandardProperties.Length..] : code;
        }
        return meanings;
    }

    private static void ReadConcepts(Element owner, Concept? parent, List<Concept> into, int depth)
    {
        if (depth >= DepthMax)
            return;
        foreach (var element in owner.Children("concept"))
        {
            if (element.Child("code").Text is not { } code)
                continue;
            var concept = new Concept(code, element.Child("display").Text, element.Child("definition").Text);
            into.Add(concept);
            if (parent is not null)
                Concept.Link(parent, concept);
            ReadDetails(element, concept);
            ReadConcepts(element, concept, into, depth + 1);
        }
    }

    private static void Supplement(Element owner, CodeSystem system, int depth)
    {
        if (depth >= DepthMax)
            return;
        foreach (var element in owner.Children("concept"))
        {
            if (element.Child("code").Text is { } code && system.Find(code) is { } concept)
            {
                ReadDetails(element, concept);
                if (element.Child("display").Text is { } display)
                    concept.Add(new Designation(owner.Resource.Child("language").Text, null, null, display));
            }
            Supplement(element, system, depth + 1);
        }
    }

    private static void ReadDetails(Element element, Concept concept)
    {
        foreach (var designation in element.Children("designation"))
        {
            if (designation.Child("value").Text is not { } value)
                continue;
            var use = designation.Child("use");
            concept.Add(new Designation(
                designation.Child("language").Text,
                use.Exists ? new SystemCode(use.Child("system").Text ?? "", use.Child("code").Text ?? "") : null,
                use.Exists ? use.Child("display").Text : null, value));
        }
        foreach (var property in element.Children("property"))
            if (property.Child("code").Text is { } code && property.Child("value") is { Exists: true, Type: { } type } value)
                concept.Add(type.Name == "Coding"
                    ? new ConceptProperty(code, type.Name, value.Child("code").Text ?? "", value.Child("system").Text,
                        value.Child("display").Text)
                    : new ConceptProperty(code, type.Name, value.Text ?? ""));
    }

    private static void Apply(Concept concept, Dictionary<string, string> meanings, CodeSystem system)
    {
        foreach (var property in concept.Properties)
        {
            switch (meanings.GetValueOrDefault(property.Code, property.Code))
            {
                case "parent" or "subsumedBy" when system.Find(property.Value) is { } parent:
                    Concept.Link(parent, concept);
                    break;
                case "child" when system.Find(property.Value) is { } child:
                    Concept.Link(concept, child);
                    break;
                case "notSelectable" or "abstract" when property.Value == "true":
                    concept.IsAbstract = true;
                    break;
                case "inactive" when property.Value == "true":
                case "status" when property.Value is "retired" or "inactive":
                    concept.IsInactive = true;
                    break;
                default:
                    break;
            }
        }
    }
}

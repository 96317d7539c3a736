using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Fhir.Units;

namespace Phr.Conformance.Profiles;

/// <summary>
/// Goes through a resource once and checks what R4 itself asks of each element, its codes, its extensions, and the profiles that it and the
/// resources inside it declare.
/// </summary>
internal static class ResourceWalk
{
    public static void Check(Element element, ValidationRun run)
    {
        if (element.Type is not { } type || !run.Spend())
            return;
        var rules = run.Profiles.Bases.Of(type);
        foreach (var check in rules.Own)
            check.Check(element, run);
        if (type.IsResource)
            DeclaredProfiles(element, type, run);
        switch (type.Name)
        {
            case "Bundle":
                BundleCheck.Check(element, run);
                break;
            case "Extension":
                ExtensionCheck.Check(element, run);
                break;
            case "Coding":
                ValueCheck.Coding(element, run);
                break;
            case "Identifier":
                ValueCheck.System(element, run);
                break;
            case "Reference":
                ValueCheck.Reference(element, run);
                break;
            case "uri" or "url" or "canonical" or "oid" or "uuid":
                ValueCheck.Urn(element, run);
                break;
            default:
                if (element.Child("code") is { Exists: true } unit && element.Child("system").Text == Ucum.SystemUrl)
                    ValueCheck.Unit(unit, run);
                break;
        }
        foreach (var child in element.Children())
        {
            if (child.Definition is { } definition && definition.Index < rules.OfChildren.Length)
                foreach (var check in rules.OfChildren[definition.Index] ?? [])
                    check.Check(child, run);
            Check(child, run);
        }
    }

    /// <summary>Applies a profile to a resource that is to conform to it.</summary>
    /// <param name="place">Where the profile is named, for faults of its name.</param>
    /// <param name="unknown">What it is if the profile is not known.</param>
    public static void Apply(Element resource, string canonical, Element place, ProfileFault unknown, ValidationRun run)
    {
        if (run.Profiles.Find(canonical) is not { } profile)
            run.Report(place, unknown);
        else if (R4.Type(profile.Type) is not { } type || !resource.Type!.Is(type))
            run.Report(place, ProfileFault.OtherType(profile.Type));
        else
            run.Apply(resource, profile.Rule);
    }

    private static void DeclaredProfiles(Element resource, FhirType type, ValidationRun run)
    {
        if (resource.Child("meta") is not { Exists: true } meta)
            return;
        foreach (var profile in meta.Children("profile"))
            if (profile.Text is { } canonical && canonical != StructureStore.Core + type.Name)
                Apply(resource, canonical, profile, ProfileFault.UnknownProfile, run);
    }
}

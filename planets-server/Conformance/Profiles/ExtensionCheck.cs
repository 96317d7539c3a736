using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;

namespace Phr.Conformance.Profiles;

/// <summary>An extension against its definition: where it stands, whether it is a modifier, what it holds (R4
/// extensibility.html).</summary>
internal static class ExtensionCheck
{
    public static void Check(Element extension, ValidationRun run)
    {
        // Inside another extension a name without a scheme is defined by that one.
        if (extension.Child("url").Text is not { } url)
            return;
        if (!url.Contains(':'))
        {
            if (extension.Parent.Type?.Name != "Extension")
                run.Report(extension, ProfileFault.RelativeExtension);
            return;
        }
        var standsAsModifier = extension.Name == "modifierExtension";
        if (run.Profiles.Structure(url) is not { Type: "Extension" } structure)
        {
            run.Report(extension, standsAsModifier ? ProfileFault.UnknownModifier : ProfileFault.UnknownExtension);
            return;
        }
        var isModifier = structure.Root.Facts.IsModifier ?? false;
        if (standsAsModifier != isModifier)
            run.Report(extension, standsAsModifier ? ProfileFault.NotModifier : ProfileFault.IsModifier);
        var owner = extension.Parent;
        if (structure.Contexts.Count > 0 && owner.Exists && !structure.Contexts.Any(context => IsIn(owner, context, run)))
            run.Report(extension, ProfileFault.WrongContext);
        run.Apply(extension, run.Profiles.Compiled(structure).Rule);
    }

    private static bool IsIn(Element owner, ExtensionContext context, ValidationRun run) => context.Kind switch
    {
        "element" => IsElement(owner, context.Expression),
        "extension" => owner.Type?.Name == "Extension" && owner.Child("url").Text == context.Expression.Split('#')[0],
        "fhirpath" => IsSelected(owner, context.Expression, run),
        _ => true,
    };

    // A type, with all that specialise it, or the path of an element; the id of an element of a profile is looked at no further.
    private static bool IsElement(Element owner, string expression)
    {
        if (expression.Contains('#'))
            return true;
        if (R4.Type(expression) is { } type && owner.Type?.Is(type) == true)
            return true;
        return expression == "Element" || PathsOf(owner).Contains(expression.Replace("[x]", "", StringComparison.Ordinal));
    }

    // Patient.contact.name is named so, and as Patient.contact.name by the group that it stands in.
    private static IEnumerable<string> PathsOf(Element owner)
    {
        if (owner.Definition is not { } definition)
            yield break;
        for (var type = owner.Parent.Type ?? definition.Owner; type is not null; type = type.Parent)
            yield return $"{type.Name}.{definition.Name}";
        yield return $"{definition.Owner.Name}.{definition.Name}";
    }

    private static bool IsSelected(Element owner, string expression, ValidationRun run)
    {
        if (FhirPathCache.Shared.Compile(expression).Expression is not { } path)
            return true;
        foreach (var value in run.Select(path, owner.Resource))
            if (value is Value.Node { Element: var element } && element == owner)
                return true;
        return false;
    }
}

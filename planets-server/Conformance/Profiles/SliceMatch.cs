using Phr.Conformance.Terminology;
using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;

namespace Phr.Conformance.Profiles;

/// <summary>One discriminator of a slice: where to look in an item, and what has to be there.</summary>
internal abstract class SliceMatch(FhirPathExpression path)
{
    public abstract bool Holds(Element item, ValidationRun run);

    protected IReadOnlyList<Element> Select(Element item, ValidationRun run)
    {
        var found = new List<Element>();
        if (path.TrySelect(item, found))
            return found;
        foreach (var value in run.Select(path, item))
            if (value is Value.Node { Element: var element })
                found.Add(element);
        return found;
    }

    /// <summary>value and pattern: what is there fits the fixed value, pattern, binding or children that the slice gives.</summary>
    internal sealed class ByValue(FhirPathExpression path, ExpectedValue? equal, ExpectedValue? pattern, string? valueSet,
        ElementRule? rule)
        : SliceMatch(path)
    {
        public override bool Holds(Element item, ValidationRun run)
        {
            foreach (var element in Select(item, run))
                if ((equal is null || equal.IsEqual(element)) && (pattern is null || pattern.IsMatched(element))
                    && (valueSet is null || IsIn(element, run, valueSet)) && (rule is null || run.Follows(element, rule)))
                    return true;
            return false;
        }

        private static bool IsIn(Element element, ValidationRun run, string url) =>
            run.Terminology.ValueSet(url) is { } set && BindingCheck.IsIn(element, set, run.Terminology) == Membership.Yes;
    }

    /// <summary>exists: something is there, or nothing.</summary>
    internal sealed class ByExistence(FhirPathExpression path, bool exists) : SliceMatch(path)
    {
        public override bool Holds(Element item, ValidationRun run) => Select(item, run).Count > 0 == exists;
    }

    /// <summary>type: what is there has one of these types; of a reference that leads nowhere here, the type that it names.</summary>
    internal sealed class ByType(FhirPathExpression path, IReadOnlyList<FhirType> types, FhirPathExpression? unresolved) : SliceMatch(path)
    {
        public override bool Holds(Element item, ValidationRun run)
        {
            var found = Select(item, run);
            if (found.Count > 0)
                return found.Any(element => Fits(element.Type));
            if (unresolved is null)
                return false;
            foreach (var value in run.Select(unresolved, item))
                if (value is Value.Node { Element: var reference } && Fits(LocalReference.TypeNamed(reference)))
                    return true;
            return false;
        }

        private bool Fits(FhirType? own) => own is not null && types.Any(own.Is);
    }

    /// <summary>profile: what is there conforms to one of these profiles.</summary>
    internal sealed class ByProfile(FhirPathExpression path, IReadOnlyList<string> profiles) : SliceMatch(path)
    {
        public override bool Holds(Element item, ValidationRun run) =>
            Select(item, run).Any(element => profiles.Any(profile => run.Conforms(element, profile) == true));
    }
}

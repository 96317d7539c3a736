namespace Phr.Conformance.Terminology;

/// <summary>What checking one code against a code system or value set gave.</summary>
/// <param name="Display">What the code is called, where that is known.</param>
/// <param name="WrongDisplay">Whether a display was given that is none of the code's.</param>
/// <param name="IsInactive">Whether the code is no longer to be used.</param>
public sealed record CodeCheckResult(Membership Membership, string? Display, bool WrongDisplay, bool IsInactive, string? Version);

/// <summary>Checks codes and their displays.</summary>
public sealed class CodeCheck(TerminologyStore store)
{
    /// <summary>Against a code system.</summary>
    public CodeCheckResult InSystem(string system, string? version, string code, string? display)
    {
        var canonical = version is null ? system : $"{system}|{version}";
        if (Grammar.Of(system) is { } grammar)
            return new(Memberships.From(grammar.Contains(code)), null, false, false, null);
        if (store.CodeSystem(canonical) is not { } known)
            return new(Shapes.Excludes(system, code) ? Membership.No : Membership.Unknown, null, false, false, null);
        var result = InSystem(known, code, display);
        // Where no version is named a code may be of any that is here.
        return version is null && result.Membership == Membership.No
            ? store.OtherVersions(known).Select(other => InSystem(other, code, display))
                .FirstOrDefault(other => other.Membership == Membership.Yes) ?? result
            : result;
    }

    /// <summary>Against a code system that is not of the library.</summary>
    public static CodeCheckResult InSystem(CodeSystem known, string code, string? display)
    {
        if (!known.HasContent || known.Find(code) is not { } concept)
        {
            var isExcluded = known.IsComplete || Shapes.Excludes(known.Url, code);
            return new(isExcluded ? Membership.No : Membership.Unknown, null, false, false, known.Version);
        }
        return new(
            Membership.Yes, concept.Display, display is not null && !IsCalled(concept, display), concept.IsInactive, known.Version);
    }

    /// <summary>Against a value set.</summary>
    /// <param name="system">Null where the value set says it.</param>
    public CodeCheckResult InValueSet(ValueSet set, string? system, string code, string? display)
    {
        var membership = store.IsMember(set, system, code);
        var own = system ?? SystemsOf(set).FirstOrDefault(candidate => store.IsMember(set, candidate, code) == Membership.Yes);
        var told = own is null ? null : InSystem(own, null, code, display);
        var listed = set.Included.SelectMany(part => part.Listed)
            .FirstOrDefault(member => member.Code == code && (own is null || member.System == own) && member.Display is not null);
        var isWrong = told?.WrongDisplay == true && !(listed is not null && Alike(listed.Display!, display!));
        return new(membership, listed?.Display ?? told?.Display, isWrong, told?.IsInactive ?? false, told?.Version);
    }

    /// <summary>Whether a display is one of a concept's, whatever its case and spaces.</summary>
    public static bool IsCalled(Concept concept, string display) =>
        (concept.Display is { } own && Alike(own, display)) || concept.Designations.Any(designation => Alike(designation.Value, display))
        || (concept.Display is null && concept.Designations.Count == 0);

    private static IEnumerable<string> SystemsOf(ValueSet set) =>
        set.Included.Select(part => part.System).OfType<string>().Concat(set.Expanded?.Select(code => code.System) ?? []).Distinct();

    private static bool Alike(string left, string right) => string.Equals(Plain(left), Plain(right), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

using Phr.Conformance.Terminology;
using Phr.Fhir;
using Phr.Fhir.Path;
using Phr.Fhir.Structure;

namespace Phr.Conformance.Profiles;

/// <summary>Checks resources by R4, by the profiles that they declare, and by profiles that are asked for. Thread safe.</summary>
public sealed class Validator
{
    /// <summary>What an outcome says that has nothing to say: R4 wants at least one issue.</summary>
    public static readonly Issue AllWell = new(
        IssueSeverity.Information, "informational", "no-fault-found", "No fault was found.", "誤りは見つかりませんでした。", "");

    private readonly ProfileStore _profiles;
    private readonly TerminologyStore _terminology;
    private readonly TimeProvider _clock;

    internal Validator(ProfileStore profiles, TerminologyStore terminology, TimeProvider clock) =>
        (_profiles, _terminology, _clock) = (profiles, terminology, clock);

    /// <summary>Reads a resource and checks all of it.</summary>
    /// <param name="profiles">Canonical URLs that it has to conform to beside those that it declares.</param>
    /// <returns>Issues of structure first; empty where there is nothing to say.</returns>
    public IReadOnlyList<Issue> Check(ReadOnlyMemory<byte> json, IReadOnlyList<string> profiles, ValidationLimits? limits = null)
    {
        var (document, issues) = FhirDocument.Parse(json);
        if (document is null)
            return issues;
        using (document)
            return [.. issues, .. Check(document.Root, profiles, limits)];
    }

    /// <summary>Checks what the structure check does not look at.</summary>
    /// <param name="resource">A resource of a checked document.</param>
    public IReadOnlyList<Issue> Check(Element resource, IReadOnlyList<string> profiles, ValidationLimits? limits = null)
    {
        var run = new ValidationRun(_profiles, _terminology, limits ?? ValidationLimits.Default, _clock);
        if (resource.Type is null)
            return [];
        ResourceWalk.Check(resource, run);
        foreach (var profile in profiles)
            ResourceWalk.Apply(resource, profile, resource, ProfileFault.NoSuchProfile(profile), run);
        return run.Issues;
    }

    /// <summary>Lets FHIRPath ask this terminology and these profiles. For one evaluation, or some that share a limit; not thread
    /// safe.</summary>
    public FhirPathEnvironment Paths(ValidationLimits? limits = null) =>
        new ValidationRun(_profiles, _terminology, limits ?? ValidationLimits.Default, _clock).Paths;

    /// <summary>Whether a resource, or one contained in it, declares a profile.</summary>
    public static bool Declares(Element resource)
    {
        if (resource.Child("meta") is { Exists: true } meta && meta.Child("profile").Exists)
            return true;
        foreach (var contained in resource.Children("contained"))
            if (Declares(contained))
                return true;
        return false;
    }
}

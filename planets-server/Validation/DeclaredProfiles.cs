using Phr.Conformance.Profiles;
using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Planets.Validation;

/// <summary>
/// Whether what is written conforms to the profiles that it declares in <c>meta.profile</c>, as far as the site asks for that
/// (<see cref="PlatformSettings.DeclaredProfiles"/>). The structure of R4 is always checked, before this and elsewhere.
/// </summary>
public sealed class DeclaredProfiles(ProfilePolicy policy, ServerRulebook rulebook)
{
    /// <summary>What there is to remark; refused where the site refuses and there is an error.</summary>
    public async ValueTask<Answer<IReadOnlyList<Issue>>> Check(Element resource, CancellationToken ct)
    {
        if (policy == ProfilePolicy.Off || !Validator.Declares(resource))
            return Array.Empty<Issue>();
        var issues = (await rulebook.Recent(ct)).Validator.Check(resource, []);
        return policy == ProfilePolicy.Refuse && issues.FirstOrDefault(issue => issue.Severity == IssueSeverity.Error) is { } error
            ? new Refusal(RefusalKind.Unprocessable, error.English, error.Expression, error.Code)
            : Answer(issues);
    }

    // A list is an interface, which no conversion operator takes.
    private static Answer<IReadOnlyList<Issue>> Answer(IReadOnlyList<Issue> issues) => issues.ToArray();
}

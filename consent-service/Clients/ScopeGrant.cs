using Phr.Platform.Identity;

namespace Phr.Consent.Clients;

/// <summary>Which of the scopes that are asked for a token may have.</summary>
public static class ScopeGrant
{
    /// <summary>Words that OpenID Connect or SMART define beside resource scopes.</summary>
    private static readonly string[] Words = ["openid", "fhirUser", "launch/patient", "offline_access"];

    /// <summary>Scopes of one request. More are not looked at.</summary>
    public const int ScopesMax = 200;

    public static bool IsKnown(string word) => Words.Contains(word) || SmartScope.Parse(word) is not null;

    /// <summary>
    /// The words of <paramref name="requested"/>, unchanged and in their order, that are known, enforced, allowed to the client, and fit
    /// for the role. Empty where no resource scope or sign-in is left: then there must be no token.
    /// </summary>
    /// <param name="allowed">Scopes that the client was registered with.</param>
    /// <param name="role">Role of the account or system; null while nobody has signed in.</param>
    public static IReadOnlyList<string> Of(string requested, string allowed, string? role)
    {
        var limits = ScopeSet.Parse(allowed.Split(' ')).Scopes;
        var words = allowed.Split(' ');
        var granted = requested.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(ScopesMax).Distinct()
            .Where(word => Words.Contains(word)
                ? words.Contains(word) && WordFits(word, role)
                : SmartScope.Parse(word) is { } scope && Fits(scope.Context, role) && limits.Any(limit => limit.Covers(scope)))
            .ToList();
        // What says only how to stay signed in, or as whom, gives no access by itself.
        return granted.Exists(word => word == "openid" || !Words.Contains(word)) ? granted : [];
    }

    private static bool WordFits(string word, string? role) => role switch
    {
        null or "patient" => true,
        "clinician" or "auditor" or "researcher" => word != "launch/patient",
        _ => false,
    };

    // A patient has a patient context, who works or studies what they may reach, a system neither.
    private static bool Fits(ScopeContext context, string? role) => role switch
    {
        null => context != ScopeContext.System,
        "patient" => context is ScopeContext.Patient or ScopeContext.User,
        "clinician" or "auditor" or "researcher" => context == ScopeContext.User,
        _ => context == ScopeContext.System,
    };
}

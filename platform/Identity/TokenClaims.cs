using Microsoft.IdentityModel.JsonWebTokens;

namespace Phr.Platform.Identity;

/// <summary>Reads the claims of a verified token (ARCHITECTURE, "Tokens") into a caller.</summary>
internal static class TokenClaims
{
    /// <summary>The caller, or null when claims are missing or contradict the role: then nobody can say what it may do.</summary>
    public static Caller? Caller(JsonWebToken token, string prefix)
    {
        var role = RoleOf(Text(token, prefix + "role"));
        var (subject, client) = (Text(token, "sub"), Text(token, "client_id"));
        var (organisation, patient) = (Text(token, prefix + "org"), Text(token, "patient"));
        if (role is null || subject is null || client is null)
            return null;
        // Those who write or look for an organisation have to say which; a patient context belongs to the patient alone.
        if (role is CallerRole.Clinician or CallerRole.Hospital or CallerRole.Auditor && organisation is null)
            return null;
        if (patient is not null && role is not CallerRole.Patient)
            return null;
        var scopes = Text(token, "scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var expires = new DateTimeOffset(token.ValidTo, TimeSpan.Zero);
        return new Caller(subject, client, role.Value, organisation, patient, scopes, expires, Text(token, "fhirUser"));
    }

    private static CallerRole? RoleOf(string? text) => text switch
    {
        "patient" => CallerRole.Patient,
        "clinician" => CallerRole.Clinician,
        "hospital" => CallerRole.Hospital,
        "auditor" => CallerRole.Auditor,
        "researcher" => CallerRole.Researcher,
        "system" => CallerRole.System,
        "service" => CallerRole.Service,
        _ => null,
    };

    private static string? Text(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<string>(claim, out var value) && value.Length > 0 ? value : null;
}

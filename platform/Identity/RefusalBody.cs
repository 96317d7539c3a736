using Microsoft.AspNetCore.Http;

namespace Phr.Platform.Identity;

/// <summary>A refusal as problem+json (RFC 9457), for services that do not speak FHIR.</summary>
public static class RefusalBody
{
    public static Task Problem(HttpContext context, Refusal refusal) => Results
        .Problem(refusal.Reason, refusal.Place, refusal.Status, refusal.Kind.ToString())
        .ExecuteAsync(context);
}

using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Consent.Clients;
using Phr.Platform;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Consent.Consents;

/// <summary>
/// <c>POST /internal/compile</c>: planets-server asks what a Consent means before it commits it. The answer is rules and a sentence
/// (<see cref="ConsentMeaning"/>), or a refusal (422) with the FHIRPath of what cannot be enforced.
/// </summary>
internal static class Compile
{
    /// <summary>Bytes of a Consent. Ours have about 2 KiB; an attached text may be larger.</summary>
    private const long BodyBytesMax = 1 << 20;

    // A second "type": "permit" behind a first "deny" would be read one way here and another way there.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/internal/compile", Handle).RequireCaller(CallerRole.Service)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(BodyBytesMax));

    private static async Task<IResult> Handle(HttpRequest request, PartyDirectory parties, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            using var consent = await request.Sound(Strict, ct);
            var (meaning, refusal) = ConsentMeaning.Of(consent.RootElement, clock.GetUtcNow(), await parties.Current(ct));
            return meaning is null ? ProblemJson.Result(refusal!) : Results.Json(meaning, ConsentMeaning.Json);
        }
        catch (JsonException)
        {
            return ProblemJson.Result(new(RefusalKind.Invalid, "The body is no JSON, or names an element twice.", "Consent", "structure"));
        }
    }
}

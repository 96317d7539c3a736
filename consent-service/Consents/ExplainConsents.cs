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
/// <c>POST /people/me/sentences</c> <c>{"consents":[Consent…]}</c> → <c>{"meanings":[{kind, sentence, inForce}…]}</c> in the same
/// order: what a person's consents say, in words made from the rules that are enforced. Stores nothing.
/// </summary>
internal static class ExplainConsents
{
    /// <summary>Consents in one request.</summary>
    public const int ConsentsMax = 100;

    private const long BodyBytesMax = 4 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private static readonly Refusal NoList = new(RefusalKind.Invalid, $"The body has a list of 1 to {ConsentsMax} consents.", "consents");
    private static readonly Refusal NoJson = new(RefusalKind.Invalid, "The body is no JSON, or names an element twice.");

    private static readonly Wording Unknown = new("この同意は、ここでは読み取れません。", "This consent cannot be read here.");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/me/sentences", Handle).RequireCaller(CallerRole.Patient)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(BodyBytesMax));

    private static async Task<IResult> Handle(HttpRequest request, PartyDirectory parties, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            using var body = await request.Sound(Strict, ct);
            if (body.RootElement.ValueKind != JsonValueKind.Object || !body.RootElement.TryGetProperty("consents", out var consents)
                || consents.ValueKind != JsonValueKind.Array || consents.GetArrayLength() is 0 or > ConsentsMax)
                return ProblemJson.Result(NoList);
            var (now, find) = (clock.GetUtcNow(), await parties.Current(ct));
            var meanings = consents.EnumerateArray().Select(consent => Said(consent, now, find)).ToList();
            return Results.Json(new { meanings }, ConsentMeaning.Json);
        }
        catch (JsonException)
        {
            return ProblemJson.Result(NoJson);
        }
    }

    // One that another system wrote, or that names a party that is gone, must not hide the others.
    private static object Said(JsonElement consent, DateTimeOffset now, FindParty find)
    {
        var (meaning, _) = consent.ValueKind == JsonValueKind.Object ? ConsentMeaning.Of(consent, now, find) : (null, null);
        return meaning is null
            ? new { kind = "other", sentence = Unknown, inForce = (InForce?)null }
            : new { meaning.Kind, meaning.Sentence, inForce = (InForce?)meaning.InForce };
    }
}

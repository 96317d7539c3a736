using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Phr.Fhir;
using Phr.Planets.Record.Writing;
using Phr.Platform;

namespace Phr.Planets.Access;

/// <summary>
/// Asks consent-service what a Consent means as rules, before it is stored. Without an answer the Consent is not
/// stored: a grant or refusal that
/// nobody enforces must not look like one that holds.
/// </summary>
public sealed class ConsentMeaning(HttpClient consentService)
{
    /// <summary>Type of the event that carries the rules, in the stream of the Consent.</summary>
    public const string RulesType = "Consent.rules";

    private static readonly Refusal NoAnswer = new(
        RefusalKind.Unavailable, "What this Consent means cannot be decided at the moment, so it was not stored. Try again later.", null, "transient");

    /// <summary>The rules, as the service words them, ready to be stored beside the Consent, and the links that it
    /// makes or takes back.</summary>
    public async Task<Answer<ConsentCompanions>> Of(Element consent, CancellationToken ct)
    {
        using var body = new ByteArrayContent(consent.RawJson.ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
        try
        {
            using var answer = await consentService.PostAsync("internal/compile", body, ct);
            var bytes = await answer.Content.ReadAsByteArrayAsync(ct);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => new ConsentCompanions(new Companion(RulesType, bytes), LinksOf(bytes)),
                HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => Refused(bytes),
                _ => NoAnswer,
            };
        }
        catch (HttpRequestException)
        {
            return NoAnswer;
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            return NoAnswer;
        }
    }

    private static IReadOnlyList<string> LinksOf(byte[] bytes) =>
        [.. CompiledConsent.Read(bytes).Links.Select(link => link[(link.IndexOf('/', StringComparison.Ordinal) + 1)..])];

    private static Refusal Refused(byte[] problem)
    {
        using var document = JsonDocument.Parse(problem);
        var root = document.RootElement;
        var reason = root.TryGetProperty("title", out var title) ? title.GetString() : null;
        var place = root.TryGetProperty("place", out var at) ? at.GetString() : null;
        return new Refusal(RefusalKind.Unprocessable, reason ?? "This Consent cannot be enforced as it is.", place, "business-rule");
    }
}

/// <param name="Rules">The event that carries the compiled Consent.</param>
/// <param name="LinkedPatients">Ids of the Patients that the Consent says are the person.</param>
public sealed record ConsentCompanions(Companion Rules, IReadOnlyList<string> LinkedPatients);

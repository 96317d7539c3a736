using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Phr.Cli.Ingest;

/// <summary>Sends one request until it is answered: a server that is busy says so with 429 or 503, and is asked again later.</summary>
internal sealed class Delivery(HttpClient http, string token)
{
    private const int TriesMax = 10;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(15);

    /// <param name="request">Makes the request anew for each try.</param>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task<HttpResponseMessage> Send(Func<HttpRequestMessage> request, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            using var one = request();
            one.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var answer = await http.SendAsync(one, ct);
            if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) || tries == TriesMax)
                return answer;
            var pause = answer.Headers.RetryAfter?.Delta ?? FirstPause * Math.Pow(2, tries - 1);
            answer.Dispose();
            await Task.Delay(pause < PauseMax ? pause : PauseMax, ct);
        }
    }

    /// <summary>Why a request was refused, from problem+json or an OperationOutcome.</summary>
    public static async Task<string> Reason(HttpResponseMessage answer, CancellationToken ct)
    {
        try
        {
            var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct)) as JsonObject;
            return (string?)said?["detail"] ?? (string?)said?["title"] ?? (string?)said?["issue"]?[0]?["details"]?["text"] ?? Nothing();
        }
        catch (JsonException)
        {
            return Nothing();
        }

        string Nothing() => $"The server answered {(int)answer.StatusCode}.";
    }
}

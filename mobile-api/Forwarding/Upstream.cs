using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Phr.Platform;

namespace Phr.Mobile.Forwarding;

/// <summary>
/// One of the platform's services, asked with the token of the person who asks. What it refuses is refused here in the same words; that it
/// is away or fails is told apart from that.
/// </summary>
internal sealed class Upstream(HttpClient http) : IDisposable
{
    private static readonly Refusal Away = new(
        RefusalKind.Unavailable, "A part of the platform does not answer at the moment. Nothing was lost; try again later.");

    /// <summary>The response, which has succeeded, or why there is none. The caller disposes of it.</summary>
    /// <param name="path">Below the service's address, with query.</param>
    public async Task<Answer<HttpResponseMessage>> Send(
        HttpContext context, HttpMethod method, string path, HttpContent? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        return await Send(context, request, ct);
    }

    public async Task<Answer<HttpResponseMessage>> Send(HttpContext context, HttpRequestMessage request, CancellationToken ct)
    {
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        }
        catch (HttpRequestException e) when (e.InnerException is BadHttpRequestException bad)
        {
            throw bad;   // The caller's body is too large or broke off.
        }
        catch (HttpRequestException)
        {
            return Away;
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            return Away;
        }
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            return await Refused(response, ct);
    }

    /// <summary>The answer's body as JSON, or why there is none.</summary>
    public async Task<Answer<JsonObject>> Ask(
        HttpContext context, HttpMethod method, string path, JsonNode? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = Json(body) };
        return await Ask(context, request, ct);
    }

    public async Task<Answer<JsonObject>> Ask(HttpContext context, HttpRequestMessage request, CancellationToken ct)
    {
        var answer = await Send(context, request, ct);
        if (answer.IsRefused(out var refusal))
            return refusal;
        using var response = answer.Value;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            return await JsonNode.ParseAsync(stream, cancellationToken: ct) is JsonObject json ? json : Away;
        }
        catch (Exception broken) when (broken is JsonException or HttpRequestException or IOException)
        {
            return Away;
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>A body of JSON, in FHIR's media type where it is a resource.</summary>
    public static HttpContent? Json(JsonNode? body)
    {
        if (body is null)
            return null;
        var type = body is JsonObject resource && resource.ContainsKey("resourceType") ? "application/fhir+json" : "application/json";
        return new StringContent(body.ToJsonString(), Encoding.UTF8, type);
    }

    private static async Task<Refusal> Refused(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.StatusCode is HttpStatusCode.InsufficientStorage)
            return new Refusal(RefusalKind.StorageFull, "No room is left to store this. Nothing of it was stored.");
        if ((int)response.StatusCode is < 400 or >= 500)
            return Away;
        return await UpstreamRefusal.Read(response, ct);
    }
}

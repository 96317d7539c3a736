using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Phr.Model.Feed;

/// <summary>
/// What planets-server tells of people: who a stream is about, and what a person may see of their own record. The feed holds no entry
/// that the person has not been told, and none that they keep from the model.
/// </summary>
/// <param name="planets">Client with the service's token, based at planets-server.</param>
public sealed class RecordFeed(HttpClient planets)
{
    /// <summary>The person's lines since a place, the start first; nothing where there is no such person.</summary>
    /// <param name="patient">Id of the person's own Patient.</param>
    /// <exception cref="HttpRequestException">planets-server does not answer, or stopped in the middle.</exception>
    /// <exception cref="InvalidDataException">What it answers is no feed.</exception>
    public async IAsyncEnumerable<FeedLine> Read(
        string patient, FeedPlace after, [EnumeratorCancellation] CancellationToken ct)
    {
        var query = after.Position == 0
            ? "after=0" : $"after={after.Position}&generation={Uri.EscapeDataString(after.Generation)}";
        var path = $"internal/people/{Uri.EscapeDataString(patient)}/record?{query}";
        using var response = await planets.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
            yield break;
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var lines = JsonSerializer.DeserializeAsyncEnumerable<FeedLine>(
            body, topLevelValues: true, JsonSerializerOptions.Web, ct);
        await using var line = lines.GetAsyncEnumerator(ct);
        while (await Next(line, ct))
            yield return line.Current ?? throw new InvalidDataException("A line of the feed is null.");
    }

    /// <summary>Id of the own Patient of the person whose stream it is; null where it is of no person.</summary>
    /// <exception cref="HttpRequestException">planets-server does not answer.</exception>
    public async Task<string?> Owner(long stream, CancellationToken ct)
    {
        using var response = await planets.GetAsync($"internal/people/of/{stream}", ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        using var json = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(ct), default, ct);
        return json.RootElement.TryGetProperty("person", out var person) ? person.GetString() : null;
    }

    private static async ValueTask<bool> Next(IAsyncEnumerator<FeedLine?> lines, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            return await lines.MoveNextAsync();
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("planets-server answered something that is no feed.", e);
        }
        catch (IOException e)
        {
            throw new HttpRequestException("planets-server stopped in the middle of a feed.", e);
        }
    }
}

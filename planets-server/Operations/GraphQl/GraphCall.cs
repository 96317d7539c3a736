using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Phr.Fhir.Graph;
using Phr.Planets.Http;
using Phr.Platform;

namespace Phr.Planets.Operations.GraphQl;

/// <summary>
/// A query as it comes: in the query of the address, as the body, in JSON with its variables, or in Parameters (R4 graphql.html#invoking;
/// GraphQL over HTTP).
/// </summary>
/// <param name="Operation">Name of the one that is meant; null where there is one.</param>
/// <param name="Variables">JSON object; of any other kind there are none.</param>
internal sealed record GraphCall(string Query, string? Operation, JsonElement Variables)
{
    /// <summary>Bytes of a body in JSON: a query, and its variables.</summary>
    public const int BodyBytesMax = 1 << 20;

    private static readonly Refusal NoQuery = new(RefusalKind.Invalid, "'query' is missing.", "http.query", "required");

    public static async Task<Answer<GraphCall>> Read(HttpRequest request, CancellationToken ct)
    {
        if (HttpMethods.IsGet(request.Method))
            return OfAddress(request.Query);
        switch (request.ContentType?.Split(';')[0].Trim().ToLowerInvariant())
        {
            case "application/graphql":
                var body = await request.Body(ct);
                return body.Length <= GraphLimits.TextCharactersMax
                    ? new GraphCall(Encoding.UTF8.GetString(body.Span), null, default)
                    : new Refusal(RefusalKind.TooLarge, $"A query has at most {GraphLimits.TextCharactersMax} bytes.", null, "too-long");
            case "application/json":
                var json = await request.JsonObject(BodyBytesMax, ct);
                return json.IsRefused(out var refusal)
                    ? refusal with { Place = refusal.Place?.Replace('/', '.') is { Length: > 0 } place ? $"http{place}" : refusal.Place }
                    : OfJson(json.Value);
            case "application/fhir+json":
                var input = await OperationInput.Read(request, ct);
                if (input.IsRefused(out refusal))
                    return refusal;
                using (input.Value)
                    return input.Value.Again("query") is { } again ? again
                        : input.Value.Find("query")?.Text is { } query ? new GraphCall(query, null, default) : NoQuery;
            default:
                return new Refusal(
                    RefusalKind.UnsupportedMediaType, "A query is sent as application/graphql, application/json or in Parameters.", null,
                    "not-supported");
        }
    }

    private static Answer<GraphCall> OfAddress(IQueryCollection query)
    {
        if (query["query"].ToString() is not { Length: > 0 } text)
            return NoQuery;
        var name = query["operationName"].ToString() is { Length: > 0 } named ? named : null;
        if (query["variables"].ToString() is not { Length: > 0 } variables)
            return new GraphCall(text, name, default);
        try
        {
            using var json = SoundJson.Parse(Encoding.UTF8.GetBytes(variables));
            return json.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Null
                ? new GraphCall(text, name, json.RootElement.Clone())
                : NoVariables;
        }
        catch (JsonException)
        {
            return NoVariables;
        }
    }

    private static Answer<GraphCall> OfJson(JsonElement json)
    {
        if (!json.TryGetProperty("query", out var query) || query.ValueKind != JsonValueKind.String)
            return NoQuery;
        var name = json.TryGetProperty("operationName", out var named) && named.ValueKind == JsonValueKind.String
            ? named.GetString() : null;
        var variables = json.TryGetProperty("variables", out var given) ? given : default;
        return variables.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Object
            ? new GraphCall(query.GetString()!, name, variables)
            : NoVariables;
    }

    private static Refusal NoVariables => new(RefusalKind.Invalid, "'variables' is a JSON object.", "http.variables", "structure");
}

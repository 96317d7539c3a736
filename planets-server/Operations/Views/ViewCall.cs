using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Phr.Fhir.Indexing;
using Phr.Fhir.Views;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Platform;

namespace Phr.Planets.Operations.Views;

/// <summary>What <c>$run</c> is called with: Parameters, and parameters of the query (SQL on FHIR 2, $viewdefinition-run).</summary>
/// <param name="Limit">Rows; null where the caller names none.</param>
/// <param name="Since">Recorded after.</param>
/// <param name="Resources">To be transformed instead of what is stored; none where that is meant.</param>
public sealed record ViewCall(
    ViewDefinition View, ViewFormat Format, bool HasHeader, string? Patient, int? Limit, DateTimeOffset? Since,
    IReadOnlyList<ReadOnlyMemory<byte>> Resources)
{
    /// <summary>Resources that a request brings.</summary>
    public const int ResourcesMax = 10_000;

    private static readonly string[] NotHere = ["viewReference", "group", "source"];

    /// <summary>JSON inside of one another.</summary>
    public const int DepthMax = 128;

    /// <param name="rowsMax">Rows that a caller may ask for.</param>
    public static Task<Answer<ViewCall>> Read(HttpRequest request, int rowsMax, CancellationToken ct) =>
        Body(request, parameters => Read(parameters, request, rowsMax), ct);

    /// <summary>
    /// Reads a Parameters resource that holds views. R4 knows no such resource, so it is read as JSON; each view is checked by itself.
    /// </summary>
    /// <param name="read">Gets the array of parameters.</param>
    public static async Task<Answer<T>> Body<T>(HttpRequest request, Func<JsonElement, Answer<T>> read, CancellationToken ct)
    {
        if (request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true)
            return new Refusal(RefusalKind.UnsupportedMediaType, "The body has to be application/fhir+json.", null, "not-supported");
        var body = await request.Body(ct);
        try
        {
            using var json = SoundJson.Parse(body, new JsonDocumentOptions { MaxDepth = DepthMax, AllowDuplicateProperties = false });
            return Parameters(json.RootElement) is { } parameters
                ? read(parameters)
                : new Refusal(RefusalKind.Invalid, "A view is given in a Parameters resource.", "Parameters", "required");
        }
        catch (JsonException malformed)
        {
            return new Refusal(
                RefusalKind.Invalid,
                $"The body is no JSON: line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}.",
                malformed.Path is { } pointer ? Expression(pointer) : null, "structure");
        }
    }

    /// <summary>Name and primitive value of a parameter or part, or what its reference refers to; null what is not there.</summary>
    public static (string? Name, string? Text) NameAndText(JsonElement parameter)
    {
        if (parameter.ValueKind != JsonValueKind.Object || !parameter.TryGetProperty("name", out var named)
            || named.ValueKind != JsonValueKind.String)
            return (null, null);
        var value = parameter.EnumerateObject()
            .FirstOrDefault(property => property.Name.StartsWith("value", StringComparison.Ordinal)).Value;
        if (value is { ValueKind: JsonValueKind.Object } reference && reference.TryGetProperty("reference", out var text))
            value = text;
        return (named.GetString(), value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        });
    }

    // /parameter/0/name as Parameters.parameter[0].name.
    private static string Expression(string pointer) => pointer.Split('/').Skip(1).Aggregate(
        "Parameters", (path, step) => int.TryParse(step, out _) ? $"{path}[{step}]" : $"{path}.{step}");

    private static JsonElement? Parameters(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("resourceType", out var type)
            && type.ValueKind == JsonValueKind.String && type.ValueEquals("Parameters")
            && body.TryGetProperty("parameter", out var list) && list.ValueKind == JsonValueKind.Array
            ? list
            : null;

    private static Answer<ViewCall> Read(JsonElement list, HttpRequest request, int rowsMax)
    {
        var draft = new Draft(rowsMax) { Format = Accepted(request) };
        foreach (var (name, value) in SearchQuery.Pairs(request.QueryString.Value ?? ""))
        {
            if (draft.Take(name, value) is { } refusal)
                return refusal with { Place = $"http.{name}" };
        }
        var index = 0;
        foreach (var parameter in list.EnumerateArray())
        {
            if (draft.Take(parameter) is { } refusal)
                return refusal with { Place = refusal.Place ?? $"Parameters.parameter[{index}]" };
            index++;
        }
        return draft.View is { } view
            ? new ViewCall(view, draft.Format, draft.HasHeader, draft.Patient, draft.Limit, draft.Since, draft.Resources)
            : new Refusal(RefusalKind.Invalid, "'viewResource' is missing.", "Parameters.parameter", "required");
    }

    private static ViewFormat Accepted(HttpRequest request) => request.Headers.Accept.ToString() switch
    {
        var accept when accept.Contains("text/csv", StringComparison.OrdinalIgnoreCase) => ViewFormat.Csv,
        var accept when accept.Contains("ndjson", StringComparison.OrdinalIgnoreCase) => ViewFormat.Ndjson,
        _ => ViewFormat.Json,
    };

    private sealed class Draft(int rowsMax)
    {
        public ViewDefinition? View { get; private set; }

        public ViewFormat Format { get; set; }

        public bool HasHeader { get; private set; } = true;

        public string? Patient { get; private set; }

        public int? Limit { get; private set; }

        public DateTimeOffset? Since { get; private set; }

        public List<ReadOnlyMemory<byte>> Resources { get; } = [];

        public Refusal? Take(JsonElement parameter)
        {
            var (name, value) = NameAndText(parameter);
            if (name is null)
                return Wrong("A parameter has a name.");
            if (name is not ("viewResource" or "resource"))
                return Take(name, value);
            if (!parameter.TryGetProperty("resource", out var resource))
                return Wrong($"'{name}' has a resource.");
            if (name == "viewResource")
                return TakeView(resource);
            if (Resources.Count == ResourcesMax)
                return Wrong($"A view is run on at most {ResourcesMax} resources of a request.") with { Code = "too-costly" };
            Resources.Add(Encoding.UTF8.GetBytes(resource.GetRawText()));
            return null;
        }

        public Refusal? Take(string name, string? value) => name switch
        {
            "_format" => TakeFormat(value),
            "header" => Taken(value is "true" or "false", () => HasHeader = value == "true", "'header' is true or false."),
            "patient" => Taken(
                value?.Split('/') is ["Patient", { Length: > 0 }] or [{ Length: > 0 }], () => Patient = value!.Split('/')[^1],
                "'patient' is a reference to a Patient here."),
            "_limit" => Taken(
                int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 && limit <= rowsMax,
                () => Limit = limit, $"'_limit' is a number from 1 to {rowsMax}."),
            "_since" => TakeSince(value),
            _ when NotHere.Contains(name) => Wrong($"This server does not know '{name}': give the view as 'viewResource'.")
                with { Code = "not-supported" },
            _ => Wrong("This is not a parameter of the operation.") with { Code = "not-supported" },
        };

        private Refusal? TakeView(JsonElement definition)
        {
            if (View is not null)
                return Wrong("There is one 'viewResource'.");
            var (view, fault) = ViewReader.Read(definition);
            View = view;
            return fault is null ? null : new Refusal(RefusalKind.Unprocessable, fault.Reason, fault.Place, "invalid");
        }

        private Refusal? TakeSince(string? value)
        {
            if (value is null || !DateRange.TryRead(Encoding.UTF8.GetBytes(value), PlanetsServer.Zone, out var since))
                return Wrong("'_since' is an instant.");
            Since = new DateTimeOffset(since.Low);
            return null;
        }

        private Refusal? TakeFormat(string? value)
        {
            (bool isKnown, Format) = value switch
            {
                "json" or "application/json" => (true, ViewFormat.Json),
                "ndjson" or "application/x-ndjson" or "application/ndjson" => (true, ViewFormat.Ndjson),
                "csv" or "text/csv" => (true, ViewFormat.Csv),
                _ => (false, Format),
            };
            return isKnown ? null : Wrong("Rows are written as json, ndjson or csv.") with { Code = "not-supported" };
        }

        private static Refusal? Taken(bool isSound, Action take, string reason)
        {
            if (!isSound)
                return Wrong(reason);
            take();
            return null;
        }

        private static Refusal Wrong(string reason) => new(RefusalKind.Invalid, reason, null, "invalid");
    }
}

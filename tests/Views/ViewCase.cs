using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Phr.Fhir;
using Phr.Fhir.Path;
using Phr.Fhir.Views;

namespace Phr.Tests.Views;

/// <summary>A view on some resources, and what it gives.</summary>
internal static class ViewCase
{
    /// <summary>The rows as JSON, or the fault.</summary>
    public static (JsonArray? Rows, ViewFault? Fault) Run(JsonNode view, params IEnumerable<JsonNode> resources)
    {
        var (compiled, fault) = Read(view);
        if (compiled is null)
            return (null, fault);
        var rows = new ViewRows(compiled, FhirPathEnvironment.Default);
        var (writer, output) = (new ViewWriter(compiled, ViewFormat.Json, true), new ArrayBufferWriter<byte>());
        writer.Begin(output);
        foreach (var resource in resources)
        {
            var parsed = FhirDocument.ParseLenient(JsonSerializer.SerializeToUtf8Bytes(resource));
            using var document = parsed.Document!;
            var (found, faulty) = rows.Of(document.Root);
            if (faulty is not null)
                return (null, faulty);
            foreach (var row in found)
                writer.Write(output, row, long.MaxValue);
        }
        writer.End(output);
        return (JsonNode.Parse(output.WrittenSpan)!.AsArray(), null);
    }

    public static (ViewDefinition? View, ViewFault? Fault) Read(JsonNode view)
    {
        using var json = JsonDocument.Parse(view.ToJsonString());
        return ViewReader.Read(json.RootElement);
    }

    /// <summary>The same text for the same value: numbers without the zeros that they end with.</summary>
    public static string Plain(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray list => $"[{string.Join(',', list.Select(Plain))}]",
        JsonObject one => string.Join(',', one.OrderBy(property => property.Key, StringComparer.Ordinal)
            .Select(property => $"\"{property.Key}\":{Plain(property.Value)}")),
        _ when value.GetValueKind() == JsonValueKind.Number =>
            (value.GetValue<decimal>() / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        _ => value.ToJsonString(),
    };
}

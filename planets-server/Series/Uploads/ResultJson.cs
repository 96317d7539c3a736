using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Phr.Planets.Series.Uploads;

/// <summary>
/// Writes the answer to a batch: <c>{"position", "counts": {outcome: n}, "samples": {…}, "results": [{"index", "clientId"?,
/// "result", "samples", "remarks"?}…]}</c>. Each count is the sum over the items.
/// </summary>
public static class ResultJson
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="position">Position of the log that has all of the batch.</param>
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<ItemResult> results, long position)
    {
        var bytes = new ArrayBufferWriter<byte>(512 + (results.Count * 128));
        using (var writer = new Utf8JsonWriter(bytes, Plain))
            Write(writer, results, position);
        return bytes.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<ItemResult> results, long position)
    {
        writer.WriteStartObject();
        writer.WriteNumber("position", position);
        writer.WriteStartObject("counts");
        writer.WriteNumber("in", results.Count);
        foreach (var outcome in Enum.GetValues<Outcome>())
            writer.WriteNumber(NameOf(outcome), results.Count(result => result.Outcome == outcome));
        writer.WriteEndObject();
        WriteSamples(writer, results.Aggregate(default(SampleCounts), (sum, result) => sum + result.Samples));
        writer.WriteStartArray("results");
        foreach (var result in results)
            Write(writer, result);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ItemResult result)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index", result.Index);
        if (result.ClientId is not null)
            writer.WriteString("clientId", result.ClientId);
        writer.WriteString("result", NameOf(result.Outcome));
        WriteSamples(writer, result.Samples);
        if (result.Remarks.Count > 0)
        {
            writer.WriteStartArray("remarks");
            foreach (var remark in result.Remarks)
                Write(writer, remark);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Remark remark)
    {
        writer.WriteStartObject();
        writer.WriteString("code", remark.Reason.Code);
        writer.WriteString("place", remark.Place);
        writer.WriteString("en", remark.Reason.En);
        writer.WriteString("ja", remark.Reason.Ja);
        writer.WriteEndObject();
    }

    private static void WriteSamples(Utf8JsonWriter writer, SampleCounts counts)
    {
        writer.WriteStartObject("samples");
        writer.WriteNumber("in", counts.In);
        writer.WriteNumber("stored", counts.Stored);
        writer.WriteNumber("unchanged", counts.Unchanged);
        writer.WriteNumber("deleted", counts.Deleted);
        writer.WriteNumber("refused", counts.Refused);
        writer.WriteEndObject();
    }

    private static string NameOf(Outcome outcome) => outcome switch
    {
        Outcome.Stored => "stored",
        Outcome.Unchanged => "unchanged",
        Outcome.Replaced => "replaced",
        Outcome.Deleted => "deleted",
        Outcome.Refused => "refused",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

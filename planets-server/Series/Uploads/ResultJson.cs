using System.Text.Json;

namespace Phr.Planets.Series.Uploads;

/// <summary>
/// Writes the answer to a batch: <c>{"counts": {outcome: n}, "samples": {…}, "items": [{"index", "clientId"?, "result",
/// "samples", "remarks"?}…]}</c>. Each count is the sum over the items.
/// </summary>
public static class ResultJson
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<ItemResult> results)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("counts");
        writer.WriteNumber("in", results.Count);
        foreach (var outcome in Enum.GetValues<Outcome>())
            writer.WriteNumber(NameOf(outcome), results.Count(result => result.Outcome == outcome));
        writer.WriteEndObject();
        WriteSamples(writer, results.Aggregate(default(SampleCounts), (sum, result) => sum + result.Samples));
        writer.WriteStartArray("items");
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

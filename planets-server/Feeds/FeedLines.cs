using System.IO.Pipelines;
using System.Text.Json;

namespace Phr.Planets.Feeds;

/// <summary>The lines of a feed: one JSON object each, told apart by <c>kind</c>.</summary>
internal sealed class FeedLines(PipeWriter to)
{
    private const long FlushFrom = 64 * 1024;

    public void Start(string patient, FeedPerson person, bool isReset) => Line("start", json =>
    {
        json.WriteString("person", patient);
        json.WriteString("generation", person.Generation);
        json.WriteBoolean("reset", isReset);
        json.WriteNumber("position", person.Head);
        json.WriteStartArray("outcomes");
        foreach (var outcome in person.Outcomes)
            json.WriteStringValue(outcome);
        json.WriteEndArray();
    });

    public void Resource(long position, string type, string id, int version, string source, ReadOnlyMemory<byte> body) => Line("resource", json =>
    {
        json.WriteNumber("position", position);
        json.WriteString("type", type);
        json.WriteString("id", id);
        json.WriteNumber("version", version);
        json.WriteString("source", source);
        json.WritePropertyName("resource");
        WriteOnOneLine(json, body);
    });

    public void Removed(long position, string type, string id) => Line("removed", json =>
    {
        json.WriteNumber("position", position);
        json.WriteString("type", type);
        json.WriteString("id", id);
    });

    /// <summary>A day of one connection in figures, from the Observation that stands for it.</summary>
    public void Daily(long position, string id, ReadOnlyMemory<byte> body) => Line("daily", json =>
    {
        var day = DailyFigures.Read(body);
        json.WriteNumber("position", position);
        json.WriteString("metric", day.Metric);
        json.WriteString("unit", day.Unit);
        json.WriteString("day", day.Day);
        json.WriteString("connection", day.Connection);
        json.WriteNumber("n", day.Count);
        json.WriteNumber(day.IsTotal ? "sum" : "mean", day.Figure);
        json.WriteString("reference", $"Observation/{id}");
    });

    public async ValueTask FlushIfLarge(CancellationToken ct)
    {
        if (to.UnflushedBytes >= FlushFrom)
            await to.FlushAsync(ct);
    }

    public async ValueTask Flush(CancellationToken ct) => await to.FlushAsync(ct);

    private void Line(string kind, Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(to))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            write(json);
            json.WriteEndObject();
        }
        to.GetSpan(1)[0] = (byte)'\n';
        to.Advance(1);
    }

    // Stored bytes are as they were sent, new lines between tokens and all; inside strings JSON has none.
    private static void WriteOnOneLine(Utf8JsonWriter json, ReadOnlyMemory<byte> body)
    {
        if (body.Span.IndexOf((byte)'\n') < 0)
        {
            json.WriteRawValue(body.Span, skipInputValidation: true);
            return;
        }
        var copy = body.ToArray();
        copy.AsSpan().Replace((byte)'\n', (byte)' ');
        copy.AsSpan().Replace((byte)'\r', (byte)' ');
        json.WriteRawValue(copy, skipInputValidation: true);
    }
}

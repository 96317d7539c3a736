using System.Buffers;
using System.Text;
using System.Text.Json;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Views;

/// <summary>How rows are written.</summary>
public enum ViewFormat
{
    /// <summary>One JSON array of objects.</summary>
    Json,

    /// <summary>An object a line.</summary>
    Ndjson,

    /// <summary>RFC 4180: values in quotation marks where they have to be, lines ended by CRLF; lists and objects as JSON.</summary>
    Csv,
}

/// <summary>Writes the rows of a view, one after the other. Null is written as null; in CSV as nothing.</summary>
/// <param name="hasHeader">Of CSV: whether a line of names comes first.</param>
public sealed class ViewWriter(ViewDefinition view, ViewFormat format, bool hasHeader)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = FhirPathJson.Encoder };
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    private readonly ArrayBufferWriter<byte> _row = new();
    private bool _isFirst = true;

    public string ContentType => format switch
    {
        ViewFormat.Csv => hasHeader ? "text/csv; charset=utf-8; header=present" : "text/csv; charset=utf-8; header=absent",
        ViewFormat.Ndjson => "application/x-ndjson",
        _ => "application/json",
    };

    public void Begin(IBufferWriter<byte> output)
    {
        if (format == ViewFormat.Json)
            output.Write("["u8);
        else if (format == ViewFormat.Csv && hasHeader)
            Line(output, view.Columns.Select(column => column.Name));
    }

    /// <summary>Writes a row; one that is longer than <paramref name="bytesMax"/> is cut as soon as it is, and of no use.</summary>
    public void Write(IBufferWriter<byte> output, Collection?[] row, long bytesMax)
    {
        if (format == ViewFormat.Csv)
        {
            Line(output, Texts(row, bytesMax));
            return;
        }
        if (format == ViewFormat.Json && !_isFirst)
            output.Write(",\n"u8);
        _isFirst = false;
        WriteObject(output, row, bytesMax);
        if (format == ViewFormat.Ndjson)
            output.Write("\n"u8);
    }

    public void End(IBufferWriter<byte> output)
    {
        if (format == ViewFormat.Json)
            output.Write("]\n"u8);
    }

    private void WriteObject(IBufferWriter<byte> output, Collection?[] row, long bytesMax)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        for (var i = 0; i < row.Length; i++)
        {
            json.WritePropertyName(view.Columns[i].Name);
            WriteValue(json, view.Columns[i], row[i], bytesMax);
            if (Length(json) > bytesMax)
                return;
        }
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, ViewColumn column, Collection? value, long bytesMax)
    {
        if (value is not { } items || items.IsEmpty && !column.IsCollection)
            json.WriteNullValue();
        else if (column.IsCollection)
            WriteList(json, items, bytesMax);
        else
            FhirPathJson.Write(json, items[0]);
    }

    private static void WriteList(Utf8JsonWriter json, Collection items, long bytesMax)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            FhirPathJson.Write(json, item);
            if (Length(json) > bytesMax)
                return;
        }
        json.WriteEndArray();
    }

    private static long Length(Utf8JsonWriter json) => json.BytesCommitted + json.BytesPending;

    private IEnumerable<string?> Texts(Collection?[] row, long bytesMax)
    {
        for (var i = 0; i < row.Length && bytesMax >= 0; i++)
        {
            var text = Text(view.Columns[i], row[i], bytesMax);
            bytesMax -= text?.Length ?? 0;
            yield return text;
        }
    }

    private string? Text(ViewColumn column, Collection? value, long bytesMax)
    {
        if (value is not { IsEmpty: false } items)
            return null;
        _row.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_row, Options))
            WriteValue(json, column, items, bytesMax);
        var text = Encoding.UTF8.GetString(_row.WrittenSpan);
        return text[0] == '"' ? JsonSerializer.Deserialize<string>(text) : text;
    }

    private static void Line(IBufferWriter<byte> output, IEnumerable<string?> values)
    {
        var line = string.Join(',', values.Select(value => value switch
        {
            null => "",
            // An empty text is not nothing.
            "" => "\"\"",
            _ => value.AsSpan().ContainsAny(Quoted) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value,
        }));
        Encoding.UTF8.GetBytes(line + "\r\n", output);
    }
}

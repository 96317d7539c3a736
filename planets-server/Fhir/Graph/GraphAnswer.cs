using System.Buffers;
using System.Text.Json;
using Phr.Fhir.Path;

namespace Phr.Fhir.Graph;

/// <summary>An object of the answer as it is written: flattened fields stand where they belong, slices under their keys.</summary>
internal sealed class GraphAnswer
{
    private static readonly JsonWriterOptions Options = new() { Encoder = FhirPathJson.Encoder };

    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, Entry> _byKey = new(StringComparer.Ordinal);

    private GraphAnswer()
    {
    }

    /// <exception cref="GraphStop">Values of different types would stand together, or several where one is promised.</exception>
    public static GraphAnswer Of(GraphOutput.Object made)
    {
        var answer = new GraphAnswer();
        answer.Put(made, isWithinList: false, "");
        return answer;
    }

    /// <exception cref="GraphStop">It would be longer.</exception>
    public void Write(IBufferWriter<byte> to, int bytesMax)
    {
        using var json = new Utf8JsonWriter(to, Options);
        Write(json, bytesMax);
        GraphRun.CheckBytes(json.BytesCommitted + json.BytesPending, bytesMax, new GraphPlace(1, 1));
    }

    // What is flattened out of a list is a list.
    private void Put(GraphOutput.Object from, bool isWithinList, string suffix)
    {
        foreach (var member in from.Members)
        {
            var isList = member.IsMany || isWithinList;
            if (member is { IsShown: true, Items.Count: 0, Field.Shape: { IsFlat: false, Slice: null } })
                EntryOf(member, member.Field.Key + suffix, isList);
            foreach (var (value, own) in member.Items)
            {
                if (member.Field.Shape.IsFlat && value is GraphOutput.Object flat)
                    Put(flat, isList, suffix + own);
                else if (!member.Field.Shape.IsFlat)
                    Put(member, member.Field.Key + suffix + own, isList, value);
            }
        }
    }

    private void Put(GraphMember member, string key, bool isList, GraphOutput value)
    {
        var entry = EntryOf(member, key, isList);
        if (entry.Field.Shape.IsSingle && entry.Values.Count > 0)
            throw member.Field.Wrong($"'{key}' has several values, and @singleton says that it has one.", "processing");
        entry.Values.Add(value is GraphOutput.Object inner ? (null, Of(inner)) : (value, null));
    }

    private Entry EntryOf(GraphMember member, string key, bool isList)
    {
        if (!_byKey.TryGetValue(key, out var entry))
        {
            _byKey[key] = entry = new Entry(key, member.Type, isList, member.Field);
            _entries.Add(entry);
        }
        return entry.Type == member.Type
            ? entry
            : throw member.Field.Wrong($"Values of different types would stand together in '{key}'.", "processing");
    }

    private void Write(Utf8JsonWriter json, int bytesMax)
    {
        json.WriteStartObject();
        foreach (var entry in _entries)
        {
            json.WritePropertyName(entry.Key);
            var isArray = !entry.Field.Shape.IsSingle && (entry.IsList || entry.Values.Count > 1);
            if (isArray)
                json.WriteStartArray();
            foreach (var (value, inner) in entry.Values)
            {
                if (value is null)
                    inner!.Write(json, bytesMax);
                else
                    Write(json, value);
                GraphRun.CheckBytes(json.BytesCommitted + json.BytesPending, bytesMax, entry.Field.Place);
            }
            if (isArray)
                json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, GraphOutput value)
    {
        switch (value)
        {
            case GraphOutput.Leaf leaf:
                json.WriteRawValue(leaf.Element.RawJson, skipInputValidation: true);
                break;
            case GraphOutput.Word word:
                json.WriteStringValue(word.Text);
                break;
            case GraphOutput.Number number:
                json.WriteNumberValue(number.Value);
                break;
            case GraphOutput.Json raw:
                json.WriteRawValue(raw.Text.Span, skipInputValidation: true);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private sealed record Entry(string Key, string Type, bool IsList, GraphField Field)
    {
        /// <summary>Values, or objects.</summary>
        public List<(GraphOutput? Value, GraphAnswer? Object)> Values { get; } = [];
    }
}

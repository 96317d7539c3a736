using System.Buffers;
using System.Text.Json;

namespace Phr.Fhir.Graph.Introspection;

/// <summary>Answers <c>__schema</c> and <c>__type</c>. GraphQL (October 2021), section 4.</summary>
/// <param name="valuesMax">Of all answers together.</param>
/// <param name="bytesMax">Of all answers together.</param>
internal sealed class SchemaAnswer(int valuesMax, int bytesMax)
{
    private int _values;
    private long _written;

    /// <exception cref="GraphStop">The schema has no such field, or the answer would be too long.</exception>
    public ReadOnlyMemory<byte> Answer(GraphField field)
    {
        var answer = new ArrayBufferWriter<byte>(4 << 10);
        using (var json = new Utf8JsonWriter(answer))
        {
            if (field.Name == "__schema")
                Write(json, field, Of);
            else if (Schema.Find(NameOf(field)) is { } type)
                Write(json, field, inner => Of(inner, type));
            else
                json.WriteNullValue();
        }
        _written += answer.WrittenCount;
        return answer.WrittenMemory;
    }

    private static string NameOf(GraphField field) =>
        field.Arguments.Text("name") ?? throw field.Wrong("'__type' has an argument 'name'.", "required");

    private static object? Of(GraphField field) => field.Name switch
    {
        "types" => Schema.Types,
        "queryType" => Schema.Query,
        "directives" => Schema.Directives,
        "mutationType" or "subscriptionType" or "description" => null,
        "__typename" => "__Schema",
        _ => throw Unknown(field),
    };

    private static object? Of(GraphField field, SchemaType type) => field.Name switch
    {
        "kind" => type.Kind,
        "name" => type.Name,
        "fields" => type.Fields?.Invoke(),
        "interfaces" => type.Interfaces?.Invoke(),
        "possibleTypes" => type.PossibleTypes?.Invoke(),
        "ofType" => type.Inner,
        "enumValues" or "inputFields" or "description" or "specifiedByURL" => null,
        "__typename" => "__Type",
        _ => throw Unknown(field),
    };

    private static object? Of(GraphField field, SchemaField of) => field.Name switch
    {
        "name" => of.Name,
        "args" => of.Arguments(),
        "type" => of.Type,
        "isDeprecated" => false,
        "description" or "deprecationReason" => null,
        "__typename" => "__Field",
        _ => throw Unknown(field),
    };

    private static object? Of(GraphField field, SchemaArgument of) => field.Name switch
    {
        "name" => of.Name,
        "type" => of.Type,
        "isDeprecated" => false,
        "description" or "defaultValue" or "deprecationReason" => null,
        "__typename" => "__InputValue",
        _ => throw Unknown(field),
    };

    private static object? Of(GraphField field, SchemaDirective of) => field.Name switch
    {
        "name" => of.Name,
        "args" => of.Arguments,
        "locations" => of.Places,
        "isRepeatable" => false,
        "description" => null,
        "__typename" => "__Directive",
        _ => throw Unknown(field),
    };

    private void Write(Utf8JsonWriter json, GraphField field, Func<GraphField, object?> value)
    {
        if (field.Fields.Count == 0)
            throw field.Wrong($"Of '{field.Name}' fields have to be named.");
        json.WriteStartObject();
        foreach (var inner in Plan(field.Fields))
        {
            json.WritePropertyName(inner.Key);
            WriteValue(json, inner, value(inner));
        }
        json.WriteEndObject();
    }

    // Fields of one key are one, as they are elsewhere.
    private static IEnumerable<GraphField> Plan(IReadOnlyList<GraphField> fields) => fields.GroupBy(field => field.Key)
        .Select(same => same.First() with { Fields = [.. same.SelectMany(field => field.Fields)] });

    private void WriteValue(Utf8JsonWriter json, GraphField field, object? value)
    {
        if (++_values > valuesMax)
            throw field.Wrong($"A query asks for at most {valuesMax} values of the schema.", "too-costly");
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case SchemaType type:
                Write(json, field, inner => Of(inner, type));
                break;
            case SchemaField of:
                Write(json, field, inner => Of(inner, of));
                break;
            case SchemaArgument argument:
                Write(json, field, inner => Of(inner, argument));
                break;
            case SchemaDirective directive:
                Write(json, field, inner => Of(inner, directive));
                break;
            case IEnumerable<object> many:
                json.WriteStartArray();
                foreach (var one in many)
                    WriteValue(json, field, one);
                json.WriteEndArray();
                break;
        }
        GraphRun.CheckBytes(_written + json.BytesCommitted + json.BytesPending, bytesMax, field.Place);
    }

    private static GraphStop Unknown(GraphField field) => field.Wrong($"There is no field '{field.Name}' here.", "not-supported");
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Phr.Tests.Mobile;

/// <summary>Holds a value to a schema of OpenAPI 3.1 (JSON Schema 2020-12), as far as our document uses it.</summary>
internal sealed class JsonShape(JsonObject document)
{
    private static readonly string[] Understood =
    [
        "$ref", "type", "properties", "required", "items", "enum", "oneOf", "minimum", "maximum", "minLength", "maxLength", "minItems",
        "maxItems", "minProperties", "pattern", "format", "description",
    ];

    /// <summary>What is wrong, each with its place; a keyword that is not understood counts as wrong.</summary>
    public IEnumerable<string> Faults(JsonNode? value, JsonObject schema, string place = "$")
    {
        if (schema["$ref"] is { } reference)
            return Faults(value, Resolve(reference.GetValue<string>()), place);
        var unknown = schema.Select(keyword => keyword.Key).Except(Understood).Select(keyword => $"{place}: keyword {keyword}");
        if (schema["oneOf"] is JsonArray choices)
        {
            var fitting = choices.Count(choice => !Faults(value, choice!.AsObject(), place).Any());
            return unknown.Concat(fitting == 1 ? [] : [$"{place}: not one of"]);
        }
        return [.. unknown, .. Of(value, schema, place)];
    }

    public JsonObject Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate((JsonNode)document,
            (node, name) => node[name] ?? throw new KeyNotFoundException(reference)).AsObject();

    private IEnumerable<string> Of(JsonNode? value, JsonObject schema, string place)
    {
        if (!Types(schema).Any(type => IsOf(value, type)))
            yield return $"{place}: not {schema["type"]?.ToJsonString()}";
        if (schema["enum"] is JsonArray allowed && !allowed.Any(each => JsonNode.DeepEquals(each, value)))
            yield return $"{place}: not in the enumeration";
        if (value is JsonValue text && text.GetValueKind() == JsonValueKind.String && schema["pattern"] is { } pattern
            && !Regex.IsMatch(text.GetValue<string>(), pattern.GetValue<string>()))
            yield return $"{place}: pattern";
        if (value is JsonValue number && number.GetValueKind() == JsonValueKind.Number && Outside(number.Deserialize<double>(), schema))
            yield return $"{place}: out of bounds";
        var inside = value switch
        {
            JsonObject members => Members(members, schema, place),
            JsonArray items when schema["items"] is JsonObject item => items.SelectMany((each, i) => Faults(each, item, $"{place}[{i}]")),
            _ => [],
        };
        foreach (var fault in inside)
            yield return fault;
    }

    private IEnumerable<string> Members(JsonObject value, JsonObject schema, string place)
    {
        var required = (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>());
        foreach (var name in required.Where(name => !value.ContainsKey(name)))
            yield return $"{place}: {name} is missing";
        if (schema["properties"] is not JsonObject properties)
            yield break;
        foreach (var (name, member) in value)
        {
            if (properties[name] is not JsonObject described)
                yield return $"{place}: {name} is not described";
            else
                foreach (var fault in Faults(member, described, $"{place}.{name}"))
                    yield return fault;
        }
    }

    private static bool Outside(double number, JsonObject schema) =>
        number < (schema["minimum"]?.GetValue<double>() ?? double.MinValue)
        || number > (schema["maximum"]?.GetValue<double>() ?? double.MaxValue);

    private static IEnumerable<string> Types(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => several.Select(type => type!.GetValue<string>()),
        JsonValue one => [one.GetValue<string>()],
        _ => ["any"],
    };

    private static bool IsOf(JsonNode? value, string type) => (type, value?.GetValueKind()) switch
    {
        ("any", _) or ("null", null or JsonValueKind.Null) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array)
            or ("string", JsonValueKind.String) or ("boolean", JsonValueKind.True or JsonValueKind.False)
            or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => double.IsInteger(value!.Deserialize<double>()),
        _ => false,
    };
}

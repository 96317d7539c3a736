using System.Text.Json.Nodes;

namespace Phr.Fhir.Patch;

internal enum JsonPatchOperation
{
    Add,
    Remove,
    Replace,
    Move,
    Copy,
    Test,
}

/// <summary>One operation of a JSON Patch (RFC 6902, 4). Members that it does not know are ignored.</summary>
/// <param name="From">Of move and copy.</param>
/// <param name="Value">Of add, replace and test.</param>
internal sealed record JsonPatchStep(JsonPatchOperation Operation, JsonPointer Path, JsonPointer? From, JsonNode? Value)
{
    /// <summary>Null where it is none; then <paramref name="wrong"/> says why.</summary>
    public static JsonPatchStep? Read(JsonNode? json, out string wrong)
    {
        wrong = "An operation is an object with op, path and, as op needs them, from and value.";
        if (json is not JsonObject members)
            return null;
        JsonPatchOperation? operation = Text(members, "op") switch
        {
            "add" => JsonPatchOperation.Add,
            "remove" => JsonPatchOperation.Remove,
            "replace" => JsonPatchOperation.Replace,
            "move" => JsonPatchOperation.Move,
            "copy" => JsonPatchOperation.Copy,
            "test" => JsonPatchOperation.Test,
            _ => null,
        };
        if (operation is not { } op)
        {
            wrong = "op is none of add, remove, replace, move, copy, test.";
            return null;
        }
        if (Text(members, "path") is not { } path || JsonPointer.Parse(path) is not { } place)
        {
            wrong = "path is no JSON pointer.";
            return null;
        }
        JsonPointer? from = null;
        if (op is JsonPatchOperation.Move or JsonPatchOperation.Copy
            && (Text(members, "from") is not { } source || (from = JsonPointer.Parse(source)) is null))
        {
            wrong = "from is no JSON pointer.";
            return null;
        }
        JsonNode? value = null;
        if (op is JsonPatchOperation.Add or JsonPatchOperation.Replace or JsonPatchOperation.Test
            && !members.TryGetPropertyValue("value", out value))
        {
            wrong = "The operation has no value.";
            return null;
        }
        return new(op, place, from, value);
    }

    private static string? Text(JsonObject members, string name) =>
        members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Phr.Fhir.Patch;

/// <summary>A JSON value while a JSON Patch is applied to it.</summary>
internal sealed class JsonPatchTarget(JsonNode? root)
{
    private static readonly PatchFault Nothing = new(PatchFaultKind.Inapplicable, "Nothing is at that path.", "");
    private static readonly PatchFault NoPlace =
        new(PatchFaultKind.Inapplicable, "The path leads to no object or array that could hold the value.", "");
    private static readonly PatchFault Unequal =
        new(PatchFaultKind.Inapplicable, "The value at that path is not the one that is tested for.", "");
    private static readonly PatchFault IntoItself = new(PatchFaultKind.Inapplicable, "A value cannot be moved into itself.", "");
    private static readonly PatchFault TooDeep =
        new(PatchFaultKind.TooLarge, $"The result would be deeper than {PatchLimits.DepthMax} objects and arrays.", "");
    private static readonly PatchFault TooMuch =
        new(PatchFaultKind.TooLarge, $"The patch copies more than {PatchLimits.WorkBytesMax} bytes.", "");

    private long _copied;

    public JsonNode? Root { get; private set; } = root;

    /// <summary>Null where it applied.</summary>
    public PatchFault? Apply(JsonPatchStep step) => step.Operation switch
    {
        JsonPatchOperation.Add => Add(step.Path, step.Value?.DeepClone()),
        JsonPatchOperation.Remove => Remove(step.Path),
        JsonPatchOperation.Replace => Replace(step.Path, step.Value?.DeepClone()),
        JsonPatchOperation.Move => Move(step.From!, step.Path),
        JsonPatchOperation.Copy => Copy(step.From!, step.Path),
        JsonPatchOperation.Test => Test(step.Path, step.Value),
        _ => throw new UnreachableException(),
    };

    private PatchFault? Add(JsonPointer path, JsonNode? value)
    {
        if (path.Tokens.Count + JsonTree.Depth(value) > PatchLimits.DepthMax)
            return TooDeep;
        if (path.IsRoot)
        {
            Root = value;
            return null;
        }
        switch (path.FindParent(Root))
        {
            case JsonObject members:
                members[path.Last] = value;
                return null;
            case JsonArray items when path.Last == "-":
                items.Add(value);
                return null;
            case JsonArray items when JsonPointer.Index(path.Last, items.Count + 1) is { } index:
                items.Insert(index, value);
                return null;
            default:
                return NoPlace;
        }
    }

    private PatchFault? Remove(JsonPointer path)
    {
        if (path.IsRoot)
            Root = null;
        else if (path.FindParent(Root) is JsonObject members && members.Remove(path.Last))
            return null;
        else if (path.FindParent(Root) is JsonArray items && JsonPointer.Index(path.Last, items.Count) is { } index)
            items.RemoveAt(index);
        else
            return Nothing;
        return null;
    }

    private PatchFault? Replace(JsonPointer path, JsonNode? value)
    {
        if (!path.TryFind(Root, out _))
            return Nothing;
        if (path.Tokens.Count + JsonTree.Depth(value) > PatchLimits.DepthMax)
            return TooDeep;
        if (path.IsRoot)
            Root = value;
        else if (path.FindParent(Root) is JsonArray items)
            items[JsonPointer.Index(path.Last, items.Count)!.Value] = value;
        else
            path.FindParent(Root)!.AsObject()[path.Last] = value;
        return null;
    }

    private PatchFault? Move(JsonPointer from, JsonPointer to)
    {
        if (from.Contains(to))
            return IntoItself;
        if (!from.TryFind(Root, out var value))
            return Nothing;
        return Remove(from) ?? Add(to, value);
    }

    private PatchFault? Copy(JsonPointer from, JsonPointer to)
    {
        if (!from.TryFind(Root, out var value))
            return Nothing;
        _copied += JsonTree.Write(value).Length;
        return _copied > PatchLimits.WorkBytesMax ? TooMuch : Add(to, value?.DeepClone());
    }

    private PatchFault? Test(JsonPointer path, JsonNode? value)
    {
        if (!path.TryFind(Root, out var there))
            return Nothing;
        try
        {
            return JsonNode.DeepEquals(there, value) ? null : Unequal;
        }
        catch (ArgumentOutOfRangeException)
        {
            // A number with an exponent beyond 32 bits: no number that a resource can hold is equal to it.
            return Unequal;
        }
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

using Phr.Fhir.Path;

namespace Phr.Fhir.Patch;

/// <summary>A JSON Patch. RFC 6902.</summary>
public sealed class JsonPatch : IPatch
{
    private readonly IReadOnlyList<JsonPatchStep> _steps;

    private JsonPatch(IReadOnlyList<JsonPatchStep> steps) => _steps = steps;

    /// <summary>Reads a patch document: an array of operations.</summary>
    public static (JsonPatch? Patch, PatchFault? Fault) Read(ReadOnlySpan<byte> json)
    {
        if (!JsonTree.TryParse(json, out var root))
            return (null, new(PatchFaultKind.Malformed, "The patch is no JSON, is too deep, or names a member twice.", ""));
        if (root is not JsonArray operations)
            return (null, new(PatchFaultKind.Malformed, "A JSON Patch is an array of operations.", ""));
        if (operations.Count > PatchLimits.StepsMax)
            return (null, new(PatchFaultKind.TooLarge, $"A patch has at most {PatchLimits.StepsMax} operations.", ""));
        var steps = new List<JsonPatchStep>(operations.Count);
        for (var i = 0; i < operations.Count; i++)
        {
            if (JsonPatchStep.Read(operations[i], out var wrong) is not { } step)
                return (null, new(PatchFaultKind.Malformed, wrong, Place(i)));
            steps.Add(step);
        }
        return (new JsonPatch(steps), null);
    }

    public bool AsksDefinitions => false;

    public Patched Apply(ReadOnlyMemory<byte> resource, FhirPathEnvironment? definitions = null)
    {
        if (!JsonTree.TryParse(resource.Span, out var root))
            throw new JsonException("What is patched is no JSON.");
        var target = new JsonPatchTarget(root);
        for (var i = 0; i < _steps.Count; i++)
        {
            if (target.Apply(_steps[i]) is { } fault)
                return new(default, fault with { Place = Place(i) });
        }
        return new(JsonTree.Write(target.Root), null);
    }

    private static string Place(int index) => string.Create(CultureInfo.InvariantCulture, $"/{index}");
}

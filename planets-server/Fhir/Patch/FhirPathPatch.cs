using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Phr.Fhir.Path;

namespace Phr.Fhir.Patch;

/// <summary>A FHIRPath Patch: Parameters that name operations. R4 fhirpatch.html.</summary>
public sealed class FhirPathPatch : IPatch
{
    private readonly IReadOnlyList<FhirPathStep> _steps;

    private FhirPathPatch(IReadOnlyList<FhirPathStep> steps) => _steps = steps;

    /// <param name="parameters">A Parameters resource; the patch keeps nothing of its document.</param>
    public static (FhirPathPatch? Patch, PatchFault? Fault) Read(Element parameters)
    {
        var steps = new List<FhirPathStep>();
        foreach (var parameter in parameters.Children("parameter"))
        {
            if (steps.Count == PatchLimits.StepsMax)
                return (null, new(PatchFaultKind.TooLarge, $"A patch has at most {PatchLimits.StepsMax} operations.", ""));
            if (FhirPathStep.Read(parameter, out var wrong) is not { } step)
                return (null, new(PatchFaultKind.Malformed, wrong, Place(steps.Count)));
            steps.Add(step);
        }
        return (new FhirPathPatch(steps), null);
    }

    public bool AsksDefinitions => _steps.Any(step => step.Path.AsksDefinitions);

    public Patched Apply(ReadOnlyMemory<byte> resource, FhirPathEnvironment? definitions = null)
    {
        if (!JsonTree.TryParse(resource.Span, out var root) || root is not JsonObject tree)
            throw new JsonException("What is patched is no resource.");
        var json = resource;
        var read = 0L;
        // Each step has its share.
        var share = Math.Max(1, _steps.Count);
        var bounded = (definitions ?? FhirPathEnvironment.Default) with
        {
            Limits = FhirPathLimits.Default with
            {
                WorkMax = Math.Min(FhirPathLimits.Default.WorkMax, PatchLimits.PathWorkMax / share),
                RegexMilliseconds = Math.Clamp(PatchLimits.RegexMillisecondsMax / share, 1, FhirPathLimits.Default.RegexMilliseconds),
            },
        };
        for (var i = 0; i < _steps.Count; i++)
        {
            if ((read += json.Length) > PatchLimits.WorkBytesMax)
                return new(default, new(PatchFaultKind.TooLarge, "The patch has too many operations for a resource of this size.",
                    Place(i)));
            using (var document = FhirDocument.ParseLenient(json).Document)
            {
                // A step before this one may have made it deeper or larger than resources are read.
                if (document is null)
                    return new(default, new(PatchFaultKind.TooLarge, "The result is over the limits of a resource.", Place(i)));
                if (new FhirPathTarget(document, tree, bounded).Apply(_steps[i]) is { } fault)
                    return new(default, fault with { Place = Place(i) });
            }
            json = JsonTree.Write(tree);
        }
        return new(json, null);
    }

    private static string Place(int index) => string.Create(CultureInfo.InvariantCulture, $"Parameters.parameter[{index}]");
}

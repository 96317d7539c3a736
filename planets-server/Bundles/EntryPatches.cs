using Phr.Planets.Record.Writing;
using Phr.Platform;

namespace Phr.Planets.Bundles;

/// <summary>Patches in a Bundle: Parameters (FHIRPath Patch), or a Binary (JSON Patch). R4 http.html#patch.</summary>
internal static class EntryPatches
{
    public static Answer<PatchRequest> Read(EntryRequest entry)
    {
        var patch = PatchBody.Read(entry.Resource, entry.Place);
        return patch.IsRefused(out var refusal)
            ? refusal
            : new PatchRequest(entry.Type, entry.Id, entry.Condition, patch.Value, entry.IfMatch) { Place = entry.Place };
    }
}

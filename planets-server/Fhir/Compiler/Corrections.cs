using System.Text.Json;

namespace Phr.Fhir.Compiler;

/// <summary>fhir-ig/corrections/r4-definitions.json: what to leave out, replace and add so that the compiled tables say what
/// hl7.fhir.r4.core 4.0.1 says.</summary>
internal sealed class Corrections(JsonElement file)
{
    private readonly HashSet<string> removedTypes = Texts(file.GetProperty("removeTypes"));
    private readonly HashSet<string> removedParameters = Texts(file.GetProperty("searchParameters").GetProperty("remove"));

    public bool RemovesType(string name) => removedTypes.Contains(name);

    public bool RemovesSearchParameter(string id) => removedParameters.Contains(id);

    /// <summary>The snapshot elements of a type with its corrections applied: replaced in place, new ones at the end.</summary>
    public IReadOnlyList<SourceElement> Correct(string type, IEnumerable<SourceElement> snapshot)
    {
        if (!file.GetProperty("types").TryGetProperty(type, out var correction))
            return [.. snapshot];

        var put = Items(correction, "put").Select(SourceElement.Read).ToDictionary(element => element.Id, StringComparer.Ordinal);
        var remove = Items(correction, "remove").Select(id => id.GetString()!).ToList();
        var kept = snapshot
            .Where(element => !remove.Exists(id => element.Id == id || element.Id.StartsWith(id + ".", StringComparison.Ordinal)))
            .Select(element => put.Remove(element.Id, out var replacement) ? replacement : element)
            .ToList();
        return [.. kept, .. put.Values];
    }

    /// <summary>The corrected target types of a reference parameter, or null where the definition stands.</summary>
    public JsonElement? Targets(string searchParameterId) =>
        Find(file.GetProperty("searchParameters").GetProperty("targets"), searchParameterId);

    /// <summary>The corrected parameters of a type in the patient compartment, or null where the definition stands.</summary>
    public JsonElement? PatientCompartment(string type) => Find(file.GetProperty("patientCompartment"), type);

    /// <summary>The corrected expression of an invariant, or null where the definition stands.</summary>
    public string? Invariant(string key) => Find(file.GetProperty("checks").GetProperty("invariants"), key)?.GetString();

    /// <summary>Further elements that an extension may be used on.</summary>
    public IEnumerable<string> Contexts(string id) => Items(file.GetProperty("checks").GetProperty("contexts"), id).Select(path =>
        path.GetString()!);

    private static JsonElement? Find(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) ? value : null;

    private static IEnumerable<JsonElement> Items(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var array) ? array.EnumerateArray() : [];

    private static HashSet<string> Texts(JsonElement array) =>
        array.EnumerateArray().Select(item => item.GetString()!).ToHashSet(StringComparer.Ordinal);
}

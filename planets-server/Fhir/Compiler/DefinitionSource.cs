using System.Text.Json;

namespace Phr.Fhir.Compiler;

/// <summary>The definitions as they come, with the corrections beside them. Only HL7's files are read; those that the
/// package adds for its own server are left out.</summary>
internal sealed class DefinitionSource : IDisposable
{
    private readonly List<JsonDocument> documents = [];

    private DefinitionSource(string folder, string corrections)
    {
        Structures = [.. Resources(folder, "profiles-types.json", "StructureDefinition"),
            .. Resources(folder, "profiles-resources.json", "StructureDefinition")];
        SearchParameters = [.. Resources(folder, "search-parameters.json", "SearchParameter")];
        ValueSets = ByUrl(folder, "ValueSet");
        CodeSystems = ByUrl(folder, "CodeSystem");
        PatientCompartment = Read(Path.Combine(folder, "compartmentdefinition-patient.json"));
        Corrections = new Corrections(Read(corrections));
    }

    public IReadOnlyList<JsonElement> Structures { get; }

    public IReadOnlyList<JsonElement> SearchParameters { get; }

    public IReadOnlyDictionary<string, JsonElement> ValueSets { get; }

    public IReadOnlyDictionary<string, JsonElement> CodeSystems { get; }

    public JsonElement PatientCompartment { get; }

    public Corrections Corrections { get; }

    public static DefinitionSource Open(string folder, string corrections) => new(folder, corrections);

    public void Dispose()
    {
        foreach (var document in documents)
            document.Dispose();
    }

    private Dictionary<string, JsonElement> ByUrl(string folder, string type)
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var file in (string[])["valuesets.json", "v3-codesystems.json"])
            foreach (var resource in Resources(folder, file, type))
                found.TryAdd(resource.GetProperty("url").GetString()!, resource);
        return found;
    }

    private IEnumerable<JsonElement> Resources(string folder, string file, string type) =>
        Read(Path.Combine(folder, file)).GetProperty("entry").EnumerateArray()
            .Select(entry => entry.GetProperty("resource"))
            .Where(resource => resource.GetProperty("resourceType").ValueEquals(type));

    private JsonElement Read(string path)
    {
        var document = JsonDocument.Parse(File.ReadAllBytes(path));
        documents.Add(document);
        return document.RootElement;
    }
}

using System.Text.Json;

namespace Phr.Fhir.Compiler;

/// <summary>The definitions as they come, with the corrections beside them. Only HL7's files are read; those that the
/// package adds for its own server are left out.</summary>
internal sealed class DefinitionSource : IDisposable
{
    private readonly Dictionary<string, JsonDocument> documents = new(StringComparer.Ordinal);
    private readonly string folder;

    private DefinitionSource(string folder, string corrections)
    {
        this.folder = folder;
        Structures = [.. Resources("profiles-types.json", "StructureDefinition"),
            .. Resources("profiles-resources.json", "StructureDefinition")];
        SearchParameters = [.. Resources("search-parameters.json", "SearchParameter")];
        ValueSets = ByUrl("ValueSet");
        CodeSystems = ByUrl("CodeSystem");
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
        foreach (var document in documents.Values)
            document.Dispose();
    }

    private Dictionary<string, JsonElement> ByUrl(string type)
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var file in (string[])["valuesets.json", "v3-codesystems.json"])
            foreach (var resource in Resources(file, type))
                found.TryAdd(resource.GetProperty("url").GetString()!, resource);
        return found;
    }

    /// <summary>The resources of one file.</summary>
    public IEnumerable<JsonElement> Entries(string file) =>
        Read(Path.Combine(folder, file)).GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource"));

    private IEnumerable<JsonElement> Resources(string file, string type) =>
        Entries(file).Where(resource => resource.GetProperty("resourceType").ValueEquals(type));

    private JsonElement Read(string path)
    {
        if (!documents.TryGetValue(path, out var document))
            documents.Add(path, document = JsonDocument.Parse(File.ReadAllBytes(path)));
        return document.RootElement;
    }
}

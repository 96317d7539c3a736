using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Phr.Model.Assessments;
using Phr.Model.Cohorts;
using Phr.Model.Explanations;
using Phr.Model.Tokens;

namespace Phr.Model.Scoring;

/// <summary>A task as a shipped model knows it.</summary>
public sealed record ServedTask(string Key, int Token, double WindowYears, double HorizonYears);

/// <summary>
/// A shipped model: a folder with the two graphs, the vocabulary, <c>model.json</c>, <c>golden.json</c>, the card and
/// the report, and
/// <c>manifest.json</c> that names each file's SHA-256. The model's digest is over the files that decide its answers
/// and what is shown beside them, so that card and report can name it.
/// </summary>
public sealed class ModelArtefact
{
    /// <summary>Version of the stored format.</summary>
    public const int Format = 1;

    public const string ManifestName = "manifest.json";

    /// <summary>The files that every model has, and that decide what it answers.</summary>
    private static readonly string[] Deciding =
        ["explain.onnx", "forward.onnx", "model.json", "tasks.json", "vocabulary.json"];

    /// <summary>Those that decide what is shown beside an answer, where a model has them.</summary>
    private static readonly string[] Beside =
        [PeerRisks.FileName, RiskIntervals.FileName, DriverDirections.FileName, LearntRecords.FileName];

    private readonly Dictionary<string, byte[]> _files;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _acting;

    private ModelArtefact(
        string name, string digest, Dictionary<string, byte[]> files, IReadOnlyDictionary<string, HazardCalibration> site)
    {
        (Name, ShippedDigest, Digest, _files) = (name, digest, DigestOf(digest, site), files);
        var facts = Facts(files["model.json"]);
        if (facts.Format != Format)
            throw new InvalidDataException($"The model has format {facts.Format}; this version reads format {Format}.");
        Vocabulary = Vocabulary.Load(files["vocabulary.json"]);
        if (Vocabulary.Digest != facts.VocabularySha256)
            throw new InvalidDataException("The model was trained with another vocabulary than the one beside it.");
        if (Vocabulary.Size != facts.Shape.Vocabulary)
            throw new InvalidDataException("The model and its vocabulary differ in size.");
        Definitions = TaskDefinition.LoadAll(files["tasks.json"], Vocabulary.Tasks);
        Peers = (files.TryGetValue(PeerRisks.FileName, out var peers) ? PeerRisks.Load(peers) : PeerRisks.None).Without(site.Keys);
        Intervals = (files.TryGetValue(RiskIntervals.FileName, out var intervals) ? RiskIntervals.Load(intervals) : RiskIntervals.None)
            .Without(site.Keys);
        Directions = files.TryGetValue(DriverDirections.FileName, out var directions)
            ? DriverDirections.Load(directions) : DriverDirections.None;
        Learnt = files.TryGetValue(LearntRecords.FileName, out var learnt) ? LearntRecords.Load(learnt) : null;
        (Shape, EdgesYears, Tasks) = (facts.Shape, facts.EdgesYears, facts.Tasks);
        if (facts.Calibration.Values.Any(one => one is not { IsUsable: true }))
            throw new InvalidDataException("model.json has a calibration that is not finite, or whose slope is not above 0.");
        Calibration = facts.Calibration.ToDictionary(task => task.Key, task => site.GetValueOrDefault(task.Key, task.Value));
        (Groups, _acting) = (facts.Groups ?? [], facts.Acting ?? new Dictionary<string, IReadOnlyList<string>>());
        Visits = facts.Visits ?? [];
        if (Visits.FirstOrDefault(kind => ConceptCatalogue.WithKey(kind) is null) is { } kind)
            throw new InvalidDataException($"The model forecasts {kind}, which this version does not know.");
        if (Groups.FirstOrDefault(group => !ClinicalGroup.Exists(group)) is { } unknown)
            throw new InvalidDataException($"The model sums up the group {unknown}, which this version does not know.");
    }

    /// <summary>Folder name: NAME-VERSION.</summary>
    public string Name { get; }

    /// <summary>
    /// SHA-256 of what decides the answers, lower-case hexadecimal: <see cref="ShippedDigest"/>, or over it and a site's calibrations.
    /// </summary>
    public string Digest { get; }

    /// <summary>SHA-256 over the names and digests of the deciding files, lower-case hexadecimal: what a site evaluates and signs for.</summary>
    public string ShippedDigest { get; }

    public ModelShape Shape { get; }

    public IReadOnlyList<double> EdgesYears { get; }

    public IReadOnlyList<ServedTask> Tasks { get; }

    public IReadOnlyDictionary<string, HazardCalibration> Calibration { get; }

    /// <summary>
    /// Clinical groups whose contributions the log-hazards are a sum of, in the order in which the graph gives them; none in a model that
    /// learnt from people whose true contributions nobody knew.
    /// </summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>
    /// Kinds of visits by their concepts, in the order in which the graph gives their rates; none in a model that does not say when
    /// the next comes.
    /// </summary>
    public IReadOnlyList<string> Visits { get; }

    /// <summary>
    /// Whether a group acts on a task's outcome in the world that was learnt; what the graph says of others is part of the rest.
    /// </summary>
    public bool Acts(string task, string group) => _acting.TryGetValue(task, out var groups) && groups.Contains(group);

    /// <summary>What each task asks, in the order of the vocabulary's tasks.</summary>
    public IReadOnlyList<TaskDefinition> Definitions { get; }

    /// <summary>Keys of the tasks, in the same order.</summary>
    public IReadOnlyList<string> Outcomes => [.. Definitions.Select(task => task.Key)];

    public PeerRisks Peers { get; }

    /// <summary>None in a model whose spread around true risks was not measured.</summary>
    public RiskIntervals Intervals { get; }

    /// <summary>None in a model whose contributions were not held against true ones.</summary>
    public DriverDirections Directions { get; }

    /// <summary>The records of a site's own people that it learnt from; null of a model that learnt from simulated people only.</summary>
    public LearntRecords? Learnt { get; }

    public Vocabulary Vocabulary { get; }

    public byte[] ForwardGraph => _files["forward.onnx"];

    public byte[] ExplainGraph => _files["explain.onnx"];

    /// <summary>
    /// A Transformer of the same width and depth with drawn weights, to be timed beside the model; null in models that
    /// were made before it.
    /// </summary>
    public byte[]? TransformerGraph => _files.GetValueOrDefault("transformer.onnx");

    public byte[] Golden => _files["golden.json"];

    /// <exception cref="InvalidDataException">A file is missing, changed, or does not go with the others; the message
    /// says which.</exception>
    public static ModelArtefact Load(string folder)
    {
        var manifest = Read(folder, ManifestName);
        Dictionary<string, string>? listed;
        try
        {
            listed = JsonSerializer.Deserialize<Dictionary<string, string>>(manifest);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{ManifestName} of the model in {folder} is not valid JSON.", e);
        }
        var files = new Dictionary<string, byte[]>();
        foreach (var (name, sha256) in listed ?? [])
        {
            files[name] = Read(folder, name);
            if (Sha256(files[name]) != sha256)
                throw new InvalidDataException($"{name} of the model in {folder} is not the file that its manifest names: it was changed or damaged.");
        }
        foreach (var needed in Deciding.Append("golden.json"))
        {
            if (!files.ContainsKey(needed))
                throw new InvalidDataException($"The manifest of the model in {folder} names no {needed}.");
        }
        return new ModelArtefact(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), DigestOf(files), files, new Dictionary<string, HazardCalibration>());
    }

    /// <summary>
    /// The same model with a site's calibrations in the place of its own. Of these tasks it has no peers and no intervals: those that are
    /// shipped are of the answers as they were.
    /// </summary>
    /// <exception cref="InvalidDataException">A calibration is not finite, or its slope is not above 0.</exception>
    public ModelArtefact Recalibrated(IReadOnlyDictionary<string, HazardCalibration> site)
    {
        if (site.Values.Any(one => !one.IsUsable))
            throw new InvalidDataException("A site's calibration of the model is no calibration.");
        return new ModelArtefact(Name, ShippedDigest, _files, site);
    }

    /// <summary>The model's folder with the highest version among those that are sealed; null where there is none.</summary>
    public static string? Newest(string modelsFolder) => !Directory.Exists(modelsFolder)
        ? null
        : Directory.GetDirectories(modelsFolder).Where(folder => File.Exists(Path.Combine(folder, ManifestName)))
            .OrderBy(VersionOf).ThenBy(folder => folder, StringComparer.Ordinal).LastOrDefault();

    // 0.10 is above 0.9. A name without a version is below all that have one.
    private static Version? VersionOf(string folder) =>
        Version.TryParse(folder.AsSpan(folder.LastIndexOf('-') + 1), out var version) ? version : null;

    /// <summary>Writes the manifest over all files of a folder, which makes it a model.</summary>
    public static void Seal(string folder)
    {
        var files = Directory.GetFiles(folder).Select(Path.GetFileName).OfType<string>()
            .Where(name => name != ManifestName).Order(StringComparer.Ordinal)
            .ToDictionary(name => name, name => Sha256(File.ReadAllBytes(Path.Combine(folder, name))));
        File.WriteAllBytes(Path.Combine(folder, ManifestName), JsonSerializer.SerializeToUtf8Bytes(files, Indented));
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static byte[] Read(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? File.ReadAllBytes(path)
            : throw new InvalidDataException($"The model in {folder} has no {name}.");
    }

    /// <exception cref="InvalidDataException">It does not say what is needed.</exception>
    private static ModelFacts Facts(byte[] stored)
    {
        try
        {
            return JsonSerializer.Deserialize<ModelFacts>(stored, JsonSerializerOptions.Web)
                is { Shape: not null, EdgesYears: not null, Tasks: not null, Calibration: not null } facts
                ? facts
                : throw new InvalidDataException("model.json lacks shape, edgesYears, tasks or calibration.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"model.json is not valid: {e.Message}", e);
        }
    }

    private static string DigestOf(Dictionary<string, byte[]> files) =>
        Sha256(Encoding.UTF8.GetBytes(string.Concat(Deciding.Concat(Beside).Where(files.ContainsKey).Order(StringComparer.Ordinal)
            .Select(name => $"{name} {Sha256(files[name])}\n"))));

    private static string DigestOf(string shipped, IReadOnlyDictionary<string, HazardCalibration> site) => site.Count == 0
        ? shipped
        : Sha256(Encoding.UTF8.GetBytes(string.Join('\n', site.OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => $"{one.Key} {one.Value.Written}").Prepend(shipped))));

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed record ModelFacts(
        int Format, ModelShape Shape, IReadOnlyList<double> EdgesYears, string VocabularySha256,
        IReadOnlyList<ServedTask> Tasks,
        IReadOnlyDictionary<string, HazardCalibration> Calibration, IReadOnlyList<string>? Groups = null,
        IReadOnlyList<string>? Visits = null,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? Acting = null);
}

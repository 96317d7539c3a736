using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;

namespace Phr.Model.Tokens;

/// <summary>One concept of the vocabulary with what is needed to read its numbers.</summary>
/// <param name="FirstToken">Token without a number; bin b is <c>FirstToken + 1 + b</c>.</param>
/// <param name="Unit">Unit of the numbers; empty for scales; null where the concept carries none.</param>
/// <param name="IsLogarithmic">Whether numbers are read as ln(1 + x) before anything else.</param>
/// <param name="Centre">Median of the training split, on that scale.</param>
/// <param name="Spread">Interquartile range / 1.349 of the training split, on that scale; positive.</param>
/// <param name="Edges">Strictly increasing bin edges on that scale; bin = number of edges that are not above the
/// value.</param>
public sealed record VocabularyConcept(
    string Key, EventType Type, string Group, int FirstToken, string? Unit, bool IsLogarithmic, double Centre,
    double Spread,
    IReadOnlyList<double> Edges)
{
    public int TokenCount => Unit is null ? 1 : Edges.Count + 2;
}

/// <summary>
/// The frozen table from concepts to tokens. It is built from the training split only, stored beside the weights, and
/// bound to them by its digest. Token 0 is padding, 1 to <see cref="TaskTokensMax"/> are task prompts.
/// </summary>
public sealed class Vocabulary
{
    /// <summary>Version of the stored format.</summary>
    public const int Format = 1;

    /// <summary>Room for task prompts: a new task takes the next free token and needs no new weights shape.</summary>
    public const int TaskTokensMax = 15;

    public const int FirstConceptToken = TaskTokensMax + 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = false };

    private readonly FrozenDictionary<string, VocabularyConcept> _byKey;
    private readonly FrozenDictionary<string, VocabularyConcept> _learnt;

    private Vocabulary(VocabularyFile file, string digest)
    {
        Name = file.Name;
        Tasks = file.Tasks;
        Concepts = file.Concepts;
        Digest = digest;
        _byKey = file.Concepts.ToFrozenDictionary(concept => concept.Key);
        _learnt = LearntConcepts.Of(file.Concepts).ToFrozenDictionary();
        Size = file.Concepts.Count == 0 ? FirstConceptToken
            : file.Concepts[^1].FirstToken + file.Concepts[^1].TokenCount;
    }

    public string Name { get; }

    /// <summary>Outcome keys in the order of their task tokens: task i has token i + 1.</summary>
    public IReadOnlyList<string> Tasks { get; }

    public IReadOnlyList<VocabularyConcept> Concepts { get; }

    /// <summary>SHA-256 of the stored bytes, lower-case hexadecimal.</summary>
    public string Digest { get; }

    /// <summary>Number of tokens.</summary>
    public int Size { get; }

    public VocabularyConcept? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>What a fact with these keys, the most specific first, is read as; null where training learnt nothing like it.</summary>
    public VocabularyConcept? Learnt(IReadOnlyList<string> keys)
    {
        foreach (var key in keys)
        {
            if (_learnt.TryGetValue(key, out var concept))
                return concept;
        }
        return null;
    }

    /// <exception cref="ArgumentException">The vocabulary has no such task.</exception>
    public int TaskToken(string task)
    {
        for (var i = 0; i < Tasks.Count; i++)
        {
            if (Tasks[i] == task)
                return i + 1;
        }
        throw new ArgumentException($"This vocabulary has no task {task}.", nameof(task));
    }

    /// <exception cref="InvalidDataException">Not a vocabulary of this format, or one that contradicts
    /// itself.</exception>
    public static Vocabulary Load(ReadOnlySpan<byte> stored)
    {
        VocabularyFile? file;
        try
        {
            file = JsonSerializer.Deserialize<VocabularyFile>(stored, Json);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("The vocabulary is not valid JSON.", e);
        }
        if (file is not { Tasks: not null, Concepts: not null })
            throw new InvalidDataException("The vocabulary has no tasks or concepts.");
        if (file.Format != Format)
            throw new InvalidDataException($"The vocabulary has format {file.Format}; this version reads format {Format}.");
        Check(file);
        return new Vocabulary(file, Convert.ToHexStringLower(SHA256.HashData(stored)));
    }

    /// <summary>
    /// The bytes to store: concepts and tasks as given, one canonical spelling, so that equal content has an equal
    /// digest.
    /// </summary>
    public static byte[] Store(string name, IReadOnlyList<string> tasks, IReadOnlyList<VocabularyConcept> concepts) =>
        JsonSerializer.SerializeToUtf8Bytes(new VocabularyFile(Format, name, tasks, concepts), Json);

    private static void Check(VocabularyFile file)
    {
        if (file.Tasks.Count > TaskTokensMax)
            throw new InvalidDataException($"The vocabulary has {file.Tasks.Count} tasks; {TaskTokensMax} are possible.");
        var next = FirstConceptToken;
        foreach (var concept in file.Concepts)
        {
            if (concept.FirstToken != next)
                throw new InvalidDataException($"Concept {concept.Key} begins at token {concept.FirstToken}; {next} was expected.");
            if (concept.Unit is not null && !(concept.Spread > 0 && double.IsFinite(concept.Centre)))
                throw new InvalidDataException($"Concept {concept.Key} has no usable centre and spread.");
            if (!ClinicalGroup.Exists(concept.Group))
                throw new InvalidDataException($"Concept {concept.Key} is of an unknown clinical group.");
            for (var i = 1; i < concept.Edges.Count; i++)
            {
                if (!(concept.Edges[i] > concept.Edges[i - 1]))
                    throw new InvalidDataException($"The bin edges of {concept.Key} do not increase.");
            }
            next += concept.TokenCount;
        }
    }

    private sealed record VocabularyFile(int Format, string Name, IReadOnlyList<string> Tasks,
        IReadOnlyList<VocabularyConcept> Concepts);
}

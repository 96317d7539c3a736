using Phr.Model.Tokens;

namespace Phr.Model.Cohorts;

/// <summary>What a cohort folder came to hold.</summary>
public sealed record CohortSummary(int People, long Steps, int VocabularySize, string VocabularySha256);

/// <summary>
/// Makes a folder to train from: the vocabulary of the training split, then every person's arrays. People are streamed
/// twice (the first time only as far as the vocabulary needs), so memory holds one at a time.
/// </summary>
public static class CohortFolder
{
    public const string VocabularyName = "vocabulary.json";

    /// <summary>
    /// Training people that a vocabulary is built from, the first of the stream: enough for bins and scales to hold
    /// still, and for every code that is frequent enough to be learnt.
    /// </summary>
    public const int VocabularyPeople = 2_000;

    /// <param name="people">Streams the cohort; called twice, and must give the same people both times.</param>
    /// <param name="progress">People written so far.</param>
    public static async Task<CohortSummary> Write(
        string folder, IReadOnlyList<TaskDefinition> tasks,
        Func<CancellationToken, IAsyncEnumerable<CohortPerson>> people, IProgress<int>? progress, CancellationToken ct)
    {
        var vocabulary = await BuildVocabulary(tasks, people(ct), ct);
        return await Write(folder, vocabulary, tasks, people(ct), progress, ct);
    }

    /// <summary>Arrays in the words of a vocabulary that there is already: for people to evaluate a model on.</summary>
    public static async Task<CohortSummary> Write(
        string folder, byte[] storedVocabulary, IReadOnlyList<TaskDefinition> tasks,
        IAsyncEnumerable<CohortPerson> people, IProgress<int>? progress, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, VocabularyName), storedVocabulary, ct);
        var vocabulary = Vocabulary.Load(storedVocabulary);
        using var arrays = new CohortArrays(folder, new Tokeniser(vocabulary), tasks);
        await foreach (var person in people)
        {
            arrays.Add(person);
            progress?.Report(arrays.People);
        }
        return new CohortSummary(arrays.People, arrays.Steps, vocabulary.Size, vocabulary.Digest);
    }

    private static async Task<byte[]> BuildVocabulary(
        IReadOnlyList<TaskDefinition> tasks, IAsyncEnumerable<CohortPerson> people, CancellationToken ct)
    {
        var builder = new VocabularyBuilder();
        var added = 0;
        await foreach (var person in people.WithCancellation(ct))
        {
            if (person.Split != CohortSplit.Train)
                continue;
            builder.Add(person.Record, person.Exit);
            if (++added == VocabularyPeople)
                break;
        }
        return builder.Build("phr", [.. tasks.Select(task => task.Key)]);
    }
}

using Phr.Model.Tokens;

namespace Phr.Model.Cohorts;

/// <summary>What a cohort folder came to hold.</summary>
public sealed record CohortSummary(int People, long Steps, int VocabularySize, string VocabularySha256);

/// <summary>
/// Makes a folder to train from: the vocabulary of the training split, then every person's arrays. People are streamed
/// twice, so memory holds one at a time.
/// </summary>
public static class CohortFolder
{
    public const string VocabularyName = "vocabulary.json";

    /// <param name="people">Streams the cohort; called twice, and must give the same people both times.</param>
    /// <param name="progress">People seen so far, over both passes.</param>
    public static async Task<CohortSummary> Write(
        string folder, IReadOnlyList<TaskDefinition> tasks,
        Func<CancellationToken, IAsyncEnumerable<CohortPerson>> people, IProgress<int>? progress, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var seen = 0;
        var builder = new VocabularyBuilder();
        await foreach (var person in people(ct))
        {
            if (person.Split == CohortSplit.Train)
                builder.Add(person.Record, person.Exit);
            progress?.Report(++seen);
        }
        var stored = builder.Build("phr", [.. tasks.Select(task => task.Key)]);
        await File.WriteAllBytesAsync(Path.Combine(folder, VocabularyName), stored, ct);
        var vocabulary = Vocabulary.Load(stored);
        using var arrays = new CohortArrays(folder, new Tokeniser(vocabulary), tasks);
        await foreach (var person in people(ct))
        {
            arrays.Add(person);
            progress?.Report(++seen);
        }
        return new CohortSummary(arrays.People, arrays.Steps, vocabulary.Size, vocabulary.Digest);
    }
}

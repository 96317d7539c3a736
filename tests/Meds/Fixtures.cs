using Phr.Model.Cohorts;
using Phr.Model.Meds;
using Phr.Simulator.Writing.Meds;
using Phr.Tests.Model;

namespace Phr.Tests.Meds;

/// <summary>The files of <c>Fixtures/</c>: the rows of <c>rows.csv</c>, written as Parquet by others (see its README).</summary>
internal static class Fixtures
{
    public static string Folder { get; } = Path.Combine(Records.Root(), "tests", "Meds", "Fixtures");

    public static string Of(string name) => Path.Combine(Folder, name);

    /// <summary>Every row, as text that shows all that was read.</summary>
    public static async Task<List<string>> Rows(string path, MedsLimits? limits = null)
    {
        var rows = new List<string>();
        await foreach (var subject in MedsDataset.At(path, limits).Subjects(default))
            rows.AddRange(subject.Select(Shown));
        return rows;
    }

    public static async Task<List<CohortPerson>> People(string path, MedsLimits? limits = null)
    {
        var people = new List<CohortPerson>();
        await foreach (var person in MedsDataset.At(path, limits).People(default))
            people.Add(person);
        return people;
    }

    public static async Task<string> Refusal(string path, MedsLimits? limits = null) =>
        (await Assert.ThrowsAsync<InvalidDataException>(() => People(path, limits))).Message;

    public static string Shown(Phr.Model.Tokens.MedsEvent row) =>
        $"{row.SubjectId} {row.Time:O} {row.Code} {row.NumericValue:R} {row.TextValue}";

    /// <summary>A Parquet file with some rows of each subject, in the order given.</summary>
    public static async Task Shard(string path, params long[] subjects)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var writer = await MedsParquetWriter.Create(path, default);
        foreach (var subject in subjects)
            await writer.Write([new(subject, Records.Birth, "MEDS_BIRTH"), new(subject, Records.Later, "ICD10//E119")], default);
    }
}

using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Phr.Model.Cohorts;
using Phr.Model.Tokens;
using Phr.Simulator.Writing.Meds;
using MedsEvent = Phr.Model.Tokens.MedsEvent;

namespace Phr.Model.Meds;

/// <summary>
/// A cohort in MEDS's form: a CSV file, a Parquet file, or a folder laid out as MEDS 0.3 and 0.4 say (<c>data/**/*.parquet</c>, and
/// <c>metadata/subject_splits.parquet</c> where there is one). The rows of a subject lie together, in one file. Outcomes are those that
/// the records' codes say; people without a birth are left out.
/// </summary>
public sealed class MedsDataset
{
    private const string DataFolder = "data";

    /// <summary>A longer description is none that names a version.</summary>
    private const int DescriptionBytesMax = 1 << 16;

    private static readonly string SplitsPath = Path.Combine("metadata", "subject_splits.parquet");

    private readonly IReadOnlyList<IMedsFile> _files;
    private readonly string? _splits;
    private readonly MedsLimits _limits;

    private MedsDataset(IReadOnlyList<IMedsFile> files, string? splits, MedsLimits limits) =>
        (_files, _splits, _limits) = (files, splits, limits);

    /// <summary>Looks what lies at a path; nothing is read yet.</summary>
    /// <exception cref="InvalidDataException">Nothing is there, or nothing that holds rows.</exception>
    public static MedsDataset At(string path, MedsLimits? limits = null)
    {
        var within = limits ?? new MedsLimits();
        if (!Directory.Exists(path))
            return File.Exists(path) ? new([Of(path, within)], null, within)
                : throw new InvalidDataException($"There is no file or folder {path}.");
        var data = Path.Combine(path, DataFolder);
        // By name, so that people come in the same order on every machine.
        var files = !Directory.Exists(data) ? [] : Directory.EnumerateFiles(data, "*.parquet", SearchOption.AllDirectories)
            .Take(within.FilesMax + 1).Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0)
            throw new InvalidDataException($"{path} is no MEDS data set: there is no {DataFolder}/*.parquet in it.");
        if (files.Count > within.FilesMax)
            throw new InvalidDataException($"{path} has more than {within.FilesMax} files.");
        var splits = Path.Combine(path, SplitsPath);
        return new([.. files.Select(file => Of(file, within))], File.Exists(splits) ? splits : null, within)
        {
            Version = Described(Path.Combine(path, MedsDatasetWriter.DescriptionPath)),
        };
    }

    private static string? Described(string file)
    {
        if (!File.Exists(file) || new FileInfo(file).Length > DescriptionBytesMax)
            return null;
        try
        {
            using var description = JsonDocument.Parse(File.ReadAllBytes(file));
            return description.RootElement.ValueKind == JsonValueKind.Object
                && description.RootElement.TryGetProperty("dataset_version", out var version) ? version.ToString() : null;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file} is not valid JSON.", e);
        }
    }

    /// <summary>Whether the data set itself says who is learnt from and who is held out.</summary>
    public bool HasSplits => _splits is not null;

    /// <summary>What the folder says that it is a version of (<c>metadata/dataset.json</c>); null where it says nothing.</summary>
    public string? Version { get; private init; }

    /// <summary>SHA-256 over what the files hold, wherever they lie; lower-case hexadecimal.</summary>
    public async Task<string> Digest(CancellationToken ct)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] paths = [.. _files.Select(file => file.Path), .. _splits is null ? Array.Empty<string>() : [_splits]];
        foreach (var path in paths)
        {
            await using var file = File.OpenRead(path);
            whole.AppendData(await SHA256.HashDataAsync(file, ct));
        }
        return Convert.ToHexStringLower(whole.GetHashAndReset());
    }

    /// <summary>Everybody, observed until the data set ends.</summary>
    /// <exception cref="InvalidDataException">Not such rows; the message names the place.</exception>
    public IAsyncEnumerable<CohortPerson> People(CancellationToken ct) => People(null, ct);

    /// <summary>People in the order of the files; each file is read twice, for observation ends with the last row of any, but for a few who
    /// stand apart (<see cref="ObservationEnd"/>): later rows are passed over.</summary>
    /// <param name="followedYears">A person's observation ends so many years after their own last row, where that is before the data set
    /// ends; null: when the data set ends.</param>
    /// <exception cref="InvalidDataException">Not such rows; the message names the place.</exception>
    public IAsyncEnumerable<CohortPerson> People(double? followedYears, CancellationToken ct) =>
        People(followedYears, new MedsReading(), ct);

    /// <param name="followedYears">As above.</param>
    /// <param name="reading">Is told what was met.</param>
    /// <exception cref="InvalidDataException">Not such rows; the message names the place.</exception>
    public async IAsyncEnumerable<CohortPerson> People(
        double? followedYears, MedsReading reading, [EnumeratorCancellation] CancellationToken ct)
    {
        var lasts = new List<DateTimeOffset>();
        foreach (var file in _files)
        {
            await foreach (var last in file.LastTimes(ct))
                lasts.Add(last);
        }
        // Where each is followed for so long after their own last row, a time that is far ahead misleads nobody else.
        var end = followedYears is null ? ObservationEnd.Of(lasts) : lasts.DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        reading.ObservedUntil = end;
        var splits = _splits is null ? null : await SubjectSplits.Read(_splits, _limits, ct);
        await foreach (var rows in Subjects(ct))
        {
            reading.RowsAfter += rows.Count(row => row.Time > end);
            if (Person(rows, followedYears is { } years ? Left(rows, years, end) : end) is { } person)
                yield return splits is null ? person : person with { AssignedSplit = splits.Of(person.Id) };
            else
                reading.WithoutBirth++;
        }
    }

    /// <summary>The rows of one subject after the other. The list is used again for the next.</summary>
    /// <exception cref="InvalidDataException">Not such rows; the message names the place.</exception>
    internal async IAsyncEnumerable<List<MedsEvent>> Subjects([EnumeratorCancellation] CancellationToken ct)
    {
        var own = new List<MedsEvent>();
        var seen = new HashSet<long>();
        foreach (var file in _files)
        {
            await foreach (var row in file.Rows(ct))
            {
                if (own.Count > 0 && own[0].SubjectId != row.SubjectId)
                {
                    yield return own;
                    own.Clear();
                }
                if (own.Count == 0 && !seen.Add(row.SubjectId))
                    throw new InvalidDataException($"The rows of subject {row.SubjectId} in {file.Path} do not lie together.");
                if (own.Count == _limits.SubjectRowsMax)
                    throw new InvalidDataException($"{file.Path}: subject {row.SubjectId} has more than {_limits.SubjectRowsMax} rows.");
                own.Add(row);
            }
            if (own.Count > 0)
                yield return own;
            own.Clear();
        }
    }

    private static IMedsFile Of(string file, MedsLimits limits) =>
        file.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? new MedsParquetFile(file, limits) : new MedsCsvFile(file, limits);

    private static DateTimeOffset Left(List<MedsEvent> rows, double years, DateTimeOffset end)
    {
        var (last, days) = (rows.Max(row => row.Time) ?? end, years * Tokeniser.DaysPerYear);
        return (end - last).TotalDays > days ? last.AddDays(days) : end;
    }

    private static CohortPerson? Person(List<MedsEvent> rows, DateTimeOffset end)
    {
        if (MedsRecordReader.Person(rows, []) is not { } record)
            return null;
        var death = rows.Find(row => row.Code == MedsRecordReader.Death && row.Time <= end)?.Time;
        return new CohortPerson(rows[0].SubjectId, record, death ?? end, end, death, OutcomeTruth.None);
    }
}

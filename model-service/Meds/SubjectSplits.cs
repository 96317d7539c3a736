using System.Text;
using Phr.Model.Cohorts;

namespace Phr.Model.Meds;

/// <summary>To which split each subject of a data set belongs, as its maker decided (<c>metadata/subject_splits.parquet</c>).</summary>
internal sealed class SubjectSplits
{
    private readonly Dictionary<long, CohortSplit> _bySubject = [];
    private readonly string _path;

    private SubjectSplits(string path) => _path = path;

    /// <exception cref="InvalidDataException">
    /// Not such a file, another split, or a subject that is there twice; the message names the place.
    /// </exception>
    public static async Task<SubjectSplits> Read(string path, MedsLimits limits, CancellationToken ct)
    {
        var splits = new SubjectSplits(path);
        await using var table = await ParquetTable.Open(path, limits, ct);
        var ids = table.Column(MedsColumns.SubjectId, ParquetTypes.Integer);
        var names = table.Column(MedsColumns.Split, ParquetTypes.Text);
        for (var group = 0; group < table.RowGroups; group++)
        {
            await table.Read(group, ids, ct);
            await table.Read(group, names, ct);
            for (var (row, rows) = (0, table.Rows(group)); row < rows; row++)
                splits.Add(ids[row], names[row], table.Place(group, row));
        }
        return splits;
    }

    /// <exception cref="InvalidDataException">The subject is in no split: it can neither be learnt from nor be held out.</exception>
    public CohortSplit Of(long subject) => _bySubject.TryGetValue(subject, out var split) ? split
        : throw new InvalidDataException($"Subject {subject} has no split in {_path}.");

    private void Add(long? subject, ReadOnlyMemory<byte>? name, string place)
    {
        if (subject is null || name is null)
            throw new InvalidDataException($"{place}: a subject and its split are needed.");
        var split = Encoding.UTF8.GetString(name.Value.Span) switch
        {
            "train" => CohortSplit.Train,
            "tuning" => CohortSplit.Tuning,
            "held_out" => CohortSplit.HeldOut,
            _ => throw new InvalidDataException($"{place}, column {MedsColumns.Split} is none of train, tuning and held_out."),
        };
        if (!_bySubject.TryAdd(subject.Value, split))
            throw new InvalidDataException($"{place}: subject {subject} is there twice.");
    }
}

using System.Text;
using Phr.Model.Tokens;

namespace Phr.Model.Meds;

/// <summary>The columns of MEDS in one Parquet file, and the rows that they make.</summary>
internal sealed class MedsParquetColumns
{
    private const int RememberedCodesMax = 200_000;

    private readonly ParquetTable _table;
    private readonly ParquetColumn<long> _subjects;
    private readonly ParquetColumn<long> _times;
    private readonly TimestampFormat _format;
    private readonly ParquetColumn<ReadOnlyMemory<byte>> _codes;
    private readonly ParquetColumn<float>? _floats;
    private readonly ParquetColumn<double>? _doubles;
    private readonly ParquetColumn<ReadOnlyMemory<byte>>? _texts;

    private readonly Dictionary<ReadOnlyMemory<byte>, string> _known = new(new ByContent());

    /// <exception cref="InvalidDataException">A column is missing or of another type.</exception>
    public MedsParquetColumns(ParquetTable table)
    {
        _table = table;
        _subjects = table.Column(MedsColumns.SubjectId, ParquetTypes.Integer);
        _times = table.Column(MedsColumns.Time, ParquetTypes.Timestamps);
        _format = ParquetTypes.Timestamp(table.Element(MedsColumns.Time))!.Value;
        _codes = table.Column(MedsColumns.Code, ParquetTypes.Text);
        if (table.Has(MedsColumns.NumericValue) && ParquetTypes.Float.IsStoredIn(table.Element(MedsColumns.NumericValue)))
            _floats = table.Column(MedsColumns.NumericValue, ParquetTypes.Float);
        else if (table.Has(MedsColumns.NumericValue))
            _doubles = table.Column(MedsColumns.NumericValue, ParquetTypes.Double);
        if (table.Has(MedsColumns.TextValue))
            _texts = table.Column(MedsColumns.TextValue, ParquetTypes.Text);
    }

    /// <exception cref="InvalidDataException">A column cannot be read; the message names the place.</exception>
    public async Task Read(int group, CancellationToken ct)
    {
        await _table.Read(group, _subjects, ct);
        await _table.Read(group, _times, ct);
        await _table.Read(group, _codes, ct);
        if (_floats is not null)
            await _table.Read(group, _floats, ct);
        if (_doubles is not null)
            await _table.Read(group, _doubles, ct);
        if (_texts is not null)
            await _table.Read(group, _texts, ct);
    }

    /// <summary>Subjects and times alone.</summary>
    /// <exception cref="InvalidDataException">A column cannot be read; the message names the place.</exception>
    public async Task ReadSubjectTimes(int group, CancellationToken ct)
    {
        await _table.Read(group, _times, ct);
        await _table.Read(group, _subjects, ct);
    }

    /// <summary>Null where the row names none, which makes it no row of MEDS.</summary>
    public long? Subject(int row) => _subjects[row];

    /// <summary>A row of the row group that was read.</summary>
    /// <exception cref="InvalidDataException">It is no row of MEDS; the message names the place.</exception>
    public MedsEvent Event(int group, int row)
    {
        if (_subjects[row] is not { } subject)
            throw Fault(group, row, MedsColumns.SubjectId, "is null");
        if (_codes[row] is not { Length: > 0 } code)
            throw Fault(group, row, MedsColumns.Code, "is null or empty");
        if (!_known.TryGetValue(code, out var known))
            known = Remembered(code, Text(code, group, row, MedsColumns.Code));
        var text = _texts?[row] is { Length: > 0 } answer ? Text(answer, group, row, MedsColumns.TextValue) : null;
        return new MedsEvent(subject, Time(group, row), known, Number(row), text);
    }

    /// <summary>Null for a static row.</summary>
    /// <exception cref="InvalidDataException">It lies outside the calendar; the message names the place.</exception>
    public DateTimeOffset? Time(int group, int row) => _times[row] is not { } count ? null
        : _format.Of(count) ?? throw Fault(group, row, MedsColumns.Time, "lies outside the years 1 to 9999");

    private double? Number(int row) => _floats?[row] is { } single ? SinglePrecision.Widened(single) : _doubles?[row];

    /// <summary>A code comes in thousands of rows: one string serves them all.</summary>
    private string Remembered(ReadOnlyMemory<byte> utf8, string code)
    {
        if (_known.Count < RememberedCodesMax)
            _known.Add(utf8.ToArray(), code);
        return code;
    }

    private string Text(ReadOnlyMemory<byte> utf8, int group, int row, string column)
    {
        try
        {
            return MedsColumns.Text.GetString(utf8.Span);
        }
        catch (DecoderFallbackException)
        {
            throw Fault(group, row, column, "is no UTF-8");
        }
    }

    private InvalidDataException Fault(int group, int row, string column, string fault) =>
        new($"{_table.Place(group, row)}, column {column} {fault}.");

    private sealed class ByContent : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public bool Equals(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right) => left.Span.SequenceEqual(right.Span);

        public int GetHashCode(ReadOnlyMemory<byte> bytes)
        {
            var hash = new HashCode();
            hash.AddBytes(bytes.Span);
            return hash.ToHashCode();
        }
    }
}

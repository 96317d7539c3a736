using Npgsql;
using NpgsqlTypes;
using Phr.Platform.Database;

namespace Phr.Planets.Record.State;

/// <summary>Rows of the side tables of the index as the arrays of their insert statements; a table without rows takes no
/// statement.</summary>
internal sealed class IndexColumns
{
    private readonly Table _clinical = new("clinical");
    private readonly Table _strings = new("string");
    private readonly Table _dates = new("date");
    private readonly Table _quantities = new("quantity");
    private readonly Table _composites = new("composite");
    private readonly Table _places = new("place");

    private readonly List<long> _clinicalStreams = [];
    private readonly List<long> _clinicalCodes = [];
    private readonly List<DateTime> _clinicalDates = [];
    private readonly List<double?> _clinicalValues = [];
    private readonly List<string> _stringValues = [];
    private readonly List<long> _stringsExact = [];
    private readonly List<DateTime> _datesLo = [];
    private readonly List<DateTime> _datesHi = [];
    private readonly AmountColumns _amounts = new();
    private readonly List<double> _latitudes = [];
    private readonly List<double> _longitudes = [];
    private readonly CompositeColumns _compositeValues = new();

    public void Add(StateRow row)
    {
        foreach (var entry in row.Indexed.Values.Clinical)
        {
            _clinical.Add(row.Position);
            _clinicalStreams.Add(row.Stream);
            _clinicalCodes.Add(entry.Code);
            _clinicalDates.Add(row.DateLo);
            _clinicalValues.Add(entry.Value);
        }
        foreach (var entry in row.Indexed.Values.Strings)
        {
            _strings.Add(row.Position, entry.Parameter);
            _stringValues.Add(entry.Value);
            _stringsExact.Add(entry.Exact);
        }
        foreach (var entry in row.Indexed.Values.Dates)
        {
            _dates.Add(row.Position, entry.Parameter);
            _datesLo.Add(entry.Range.Low);
            _datesHi.Add(entry.Range.High);
        }
        foreach (var entry in row.Indexed.Values.Quantities)
        {
            _quantities.Add(row.Position, entry.Parameter);
            _amounts.Add(entry.Amount);
        }
        foreach (var entry in row.Indexed.Values.Composites)
        {
            _composites.Add(row.Position, entry.Parameter);
            _compositeValues.Add(entry);
        }
        foreach (var entry in row.Indexed.Values.Places)
        {
            _places.Add(row.Position);
            _latitudes.Add(entry.Latitude);
            _longitudes.Add(entry.Longitude);
        }
    }

    public void Write(NpgsqlBatch batch, bool past)
    {
        _clinical.Write(batch, past,
            ArrayParameter.Of(_clinicalStreams, NpgsqlDbType.Bigint), ArrayParameter.Of(_clinicalCodes, NpgsqlDbType.Bigint),
            ArrayParameter.Of(_clinicalDates, NpgsqlDbType.TimestampTz), ArrayParameter.Of(_clinicalValues, NpgsqlDbType.Double));
        _strings.Write(batch, past, ArrayParameter.Of(_stringValues, NpgsqlDbType.Text),
            ArrayParameter.Of(_stringsExact, NpgsqlDbType.Bigint));
        _dates.Write(batch, past,
            ArrayParameter.Of(_datesLo, NpgsqlDbType.TimestampTz), ArrayParameter.Of(_datesHi, NpgsqlDbType.TimestampTz));
        _quantities.Write(batch, past, _amounts.Parameters);
        _composites.Write(batch, past, _compositeValues.Parameters);
        _places.Write(
            batch, past, ArrayParameter.Of(_latitudes, NpgsqlDbType.Double), ArrayParameter.Of(_longitudes, NpgsqlDbType.Double));
    }

    /// <summary>The columns that every side table has: which version, and (but for clinical) which search parameter.</summary>
    private sealed class Table(string name)
    {
        private readonly string _insert = Sql.Load(typeof(IndexColumns), $"Record/State/insert-{name}.sql");
        private readonly string _insertPast = Sql.Load(typeof(IndexColumns), $"Record/State/insert-{name}-past.sql");
        private readonly List<long> _positions = [];
        private readonly List<short> _parameters = [];

        public void Add(long position, short? parameter = null)
        {
            _positions.Add(position);
            if (parameter is { } number)
                _parameters.Add(number);
        }

        public void Write(NpgsqlBatch batch, bool past, params ReadOnlySpan<NpgsqlParameter> values)
        {
            if (_positions.Count == 0)
                return;
            var command = new NpgsqlBatchCommand(past ? _insertPast : _insert);
            command.Parameters.Add(ArrayParameter.Of(_positions, NpgsqlDbType.Bigint));
            if (_parameters.Count > 0)
                command.Parameters.Add(ArrayParameter.Of(_parameters, NpgsqlDbType.Smallint));
            foreach (var value in values)
                command.Parameters.Add(value);
            batch.BatchCommands.Add(command);
        }
    }
}

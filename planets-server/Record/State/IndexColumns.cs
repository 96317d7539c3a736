using Npgsql;
using NpgsqlTypes;
using Phr.Platform.Database;

namespace Phr.Planets.Record.State;

/// <summary>Rows of the side tables of the index as the arrays of their insert statements; a table without rows takes no statement.</summary>
internal sealed class IndexColumns
{
    private readonly Table _clinical = new("clinical");
    private readonly Table _strings = new("string");
    private readonly Table _dates = new("date");
    private readonly Table _quantities = new("quantity");

    private readonly List<long> _clinicalStreams = [];
    private readonly List<long> _clinicalCodes = [];
    private readonly List<DateTime> _clinicalDates = [];
    private readonly List<double?> _clinicalValues = [];
    private readonly List<string> _stringValues = [];
    private readonly List<long> _stringsExact = [];
    private readonly List<DateTime> _datesLo = [];
    private readonly List<DateTime> _datesHi = [];
    private readonly List<double> _quantityValues = [];
    private readonly List<double> _quantitiesLo = [];
    private readonly List<double> _quantitiesHi = [];
    private readonly List<long?> _units = [];
    private readonly List<long?> _bareUnits = [];
    private readonly List<double?> _canonicalValues = [];
    private readonly List<double?> _canonicalLo = [];
    private readonly List<double?> _canonicalHi = [];
    private readonly List<long?> _canonicalUnits = [];

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
            AddQuantity(row.Position, entry);
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
        _quantities.Write(batch, past,
            ArrayParameter.Of(_quantityValues, NpgsqlDbType.Double),
            ArrayParameter.Of(_quantitiesLo, NpgsqlDbType.Double), ArrayParameter.Of(_quantitiesHi, NpgsqlDbType.Double),
            ArrayParameter.Of(_units, NpgsqlDbType.Bigint), ArrayParameter.Of(_bareUnits, NpgsqlDbType.Bigint),
            ArrayParameter.Of(_canonicalValues, NpgsqlDbType.Double),
            ArrayParameter.Of(_canonicalLo, NpgsqlDbType.Double), ArrayParameter.Of(_canonicalHi, NpgsqlDbType.Double),
            ArrayParameter.Of(_canonicalUnits, NpgsqlDbType.Bigint));
    }

    private void AddQuantity(long position, QuantityEntry entry)
    {
        _quantities.Add(position, entry.Parameter);
        _quantityValues.Add(entry.Range.Value);
        _quantitiesLo.Add(entry.Range.Low);
        _quantitiesHi.Add(entry.Range.High);
        _units.Add(entry.Unit);
        _bareUnits.Add(entry.BareUnit);
        _canonicalValues.Add(entry.CanonicalUnit is null ? null : entry.Canonical.Value);
        _canonicalLo.Add(entry.CanonicalUnit is null ? null : entry.Canonical.Low);
        _canonicalHi.Add(entry.CanonicalUnit is null ? null : entry.Canonical.High);
        _canonicalUnits.Add(entry.CanonicalUnit);
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

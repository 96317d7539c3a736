using Npgsql;
using NpgsqlTypes;
using Phr.Platform.Database;

namespace Phr.Planets.Record.State;

/// <summary>State rows as the arrays of their insert statement. The ragged arrays (tokens, labels, named Patients) lie one after the
/// other.</summary>
internal sealed class StateColumns
{
    private static readonly string InsertState = Sql.Load(typeof(StateColumns), "Record/State/insert-state.sql");
    private static readonly string InsertPast = Sql.Load(typeof(StateColumns), "Record/State/insert-state-past.sql");

    private readonly List<long> _positions = [];
    private readonly List<long> _streams = [];
    private readonly List<short> _types = [];
    private readonly List<string> _ids = [];
    private readonly List<int> _versions = [];
    private readonly List<long> _selves = [];
    private readonly List<short> _authors = [];
    private readonly List<string> _sources = [];
    private readonly List<DateTime> _datesLo = [];
    private readonly List<DateTime> _datesHi = [];
    private readonly List<DateTimeOffset> _updated = [];
    private readonly List<long> _tokens = [];
    private readonly List<int> _tokensFrom = [];
    private readonly List<int> _tokensTo = [];
    private readonly List<long> _labels = [];
    private readonly List<int> _labelsFrom = [];
    private readonly List<int> _labelsTo = [];
    private readonly List<long> _named = [];
    private readonly List<int> _namedFrom = [];
    private readonly List<int> _namedTo = [];
    private readonly List<string> _also = [];
    private readonly List<int> _alsoFrom = [];
    private readonly List<int> _alsoTo = [];
    private readonly List<long> _untils = [];
    private readonly IndexColumns _index = new();

    public static StateColumns Of(IEnumerable<StateRow> rows, Dictionary<long, long> untils)
    {
        var columns = new StateColumns();
        foreach (var row in rows)
            columns.Add(row, untils.GetValueOrDefault(row.Position));
        return columns;
    }

    public void Write(NpgsqlBatch batch, bool past)
    {
        if (_positions.Count == 0)
            return;
        var insert = new NpgsqlBatchCommand(past ? InsertPast : InsertState)
        {
            Parameters =
            {
                ArrayParameter.Of(_positions, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_streams, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_types, NpgsqlDbType.Smallint),
                ArrayParameter.Of(_ids, NpgsqlDbType.Text),
                ArrayParameter.Of(_versions, NpgsqlDbType.Integer),
                ArrayParameter.Of(_selves, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_authors, NpgsqlDbType.Smallint),
                ArrayParameter.Of(_sources, NpgsqlDbType.Text),
                ArrayParameter.Of(_datesLo, NpgsqlDbType.TimestampTz),
                ArrayParameter.Of(_datesHi, NpgsqlDbType.TimestampTz),
                ArrayParameter.Of(_updated, NpgsqlDbType.TimestampTz),
                ArrayParameter.Of(_tokens, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_tokensFrom, NpgsqlDbType.Integer),
                ArrayParameter.Of(_tokensTo, NpgsqlDbType.Integer),
                ArrayParameter.Of(_labels, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_labelsFrom, NpgsqlDbType.Integer),
                ArrayParameter.Of(_labelsTo, NpgsqlDbType.Integer),
                ArrayParameter.Of(_named, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_namedFrom, NpgsqlDbType.Integer),
                ArrayParameter.Of(_namedTo, NpgsqlDbType.Integer),
                ArrayParameter.Of(_also, NpgsqlDbType.Text),
                ArrayParameter.Of(_alsoFrom, NpgsqlDbType.Integer),
                ArrayParameter.Of(_alsoTo, NpgsqlDbType.Integer),
            },
        };
        if (past)
            insert.Parameters.Add(ArrayParameter.Of(_untils, NpgsqlDbType.Bigint));
        batch.BatchCommands.Add(insert);
        _index.Write(batch, past);
    }

    private void Add(StateRow row, long until)
    {
        var indexed = row.Indexed;
        _positions.Add(row.Position);
        _streams.Add(row.Stream);
        _types.Add(indexed.Type);
        _ids.Add(row.Id);
        _versions.Add(row.Version);
        _selves.Add(indexed.Self);
        _authors.Add((short)indexed.Author);
        _sources.Add(row.Source);
        _datesLo.Add(row.DateLo);
        _datesHi.Add(row.DateHi);
        _updated.Add(row.Recorded);
        Add(indexed.Tokens, _tokens, _tokensFrom, _tokensTo);
        Add(indexed.Labels, _labels, _labelsFrom, _labelsTo);
        Add(indexed.Named, _named, _namedFrom, _namedTo);
        Add(indexed.AlsoPatients, _also, _alsoFrom, _alsoTo);
        _untils.Add(until);
        _index.Add(row);
    }

    // PostgreSQL counts array elements from 1; an empty part has its end before its beginning.
    private static void Add<T>(IReadOnlyList<T> values, List<T> all, List<int> from, List<int> to)
    {
        from.Add(all.Count + 1);
        all.AddRange(values);
        to.Add(all.Count);
    }
}

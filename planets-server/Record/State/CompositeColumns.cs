using Npgsql;
using NpgsqlTypes;
using Phr.Platform.Database;

namespace Phr.Planets.Record.State;

/// <summary>Values of composite parameters as columns, in the order of insert-composite.sql.</summary>
internal sealed class CompositeColumns
{
    private readonly List<long> _tokens = [];
    private readonly List<int> _tokensFrom = [];
    private readonly List<int> _tokensTo = [];
    private readonly OptionalAmounts _amounts = new();
    private readonly List<double?> _nextLo = [];
    private readonly List<double?> _nextHi = [];
    private readonly List<DateTime?> _datesLo = [];
    private readonly List<DateTime?> _datesHi = [];
    private readonly List<string?> _texts = [];
    private readonly List<long?> _exact = [];

    public NpgsqlParameter[] Parameters =>
    [
        ArrayParameter.Of(_tokens, NpgsqlDbType.Bigint), ArrayParameter.Of(_tokensFrom, NpgsqlDbType.Integer),
        ArrayParameter.Of(_tokensTo, NpgsqlDbType.Integer), .. _amounts.Parameters,
        ArrayParameter.Of(_nextLo, NpgsqlDbType.Double), ArrayParameter.Of(_nextHi, NpgsqlDbType.Double),
        ArrayParameter.Of(_datesLo, NpgsqlDbType.TimestampTz), ArrayParameter.Of(_datesHi, NpgsqlDbType.TimestampTz),
        ArrayParameter.Of(_texts, NpgsqlDbType.Text), ArrayParameter.Of(_exact, NpgsqlDbType.Bigint),
    ];

    public void Add(CompositeEntry entry)
    {
        _tokensFrom.Add(_tokens.Count + 1);
        _tokens.AddRange(entry.Tokens);
        _tokensTo.Add(_tokens.Count);
        _amounts.Add(entry.First);
        _nextLo.Add(entry.Next?.Low);
        _nextHi.Add(entry.Next?.High);
        _datesLo.Add(entry.Date?.Low);
        _datesHi.Add(entry.Date?.High);
        _texts.Add(entry.Text?.Value);
        _exact.Add(entry.Text?.Exact);
    }
}

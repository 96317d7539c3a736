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
    private readonly List<double?> _lo = [];
    private readonly List<double?> _hi = [];
    private readonly List<long?> _units = [];
    private readonly List<long?> _bareUnits = [];
    private readonly List<long?> _words = [];
    private readonly List<double?> _canonicalLo = [];
    private readonly List<double?> _canonicalHi = [];
    private readonly List<long?> _canonicalUnits = [];
    private readonly List<double?> _nextLo = [];
    private readonly List<double?> _nextHi = [];
    private readonly List<DateTime?> _datesLo = [];
    private readonly List<DateTime?> _datesHi = [];
    private readonly List<string?> _texts = [];
    private readonly List<long?> _exact = [];

    public NpgsqlParameter[] Parameters =>
    [
        ArrayParameter.Of(_tokens, NpgsqlDbType.Bigint), ArrayParameter.Of(_tokensFrom, NpgsqlDbType.Integer),
        ArrayParameter.Of(_tokensTo, NpgsqlDbType.Integer), ArrayParameter.Of(_lo, NpgsqlDbType.Double),
            ArrayParameter.Of(_hi, NpgsqlDbType.Double),
        ArrayParameter.Of(_units, NpgsqlDbType.Bigint), ArrayParameter.Of(_bareUnits, NpgsqlDbType.Bigint),
            ArrayParameter.Of(_words, NpgsqlDbType.Bigint),
        ArrayParameter.Of(_canonicalLo, NpgsqlDbType.Double), ArrayParameter.Of(_canonicalHi, NpgsqlDbType.Double),
        ArrayParameter.Of(_canonicalUnits, NpgsqlDbType.Bigint),
        ArrayParameter.Of(_nextLo, NpgsqlDbType.Double), ArrayParameter.Of(_nextHi, NpgsqlDbType.Double),
        ArrayParameter.Of(_datesLo, NpgsqlDbType.TimestampTz), ArrayParameter.Of(_datesHi, NpgsqlDbType.TimestampTz),
        ArrayParameter.Of(_texts, NpgsqlDbType.Text), ArrayParameter.Of(_exact, NpgsqlDbType.Bigint),
    ];

    public void Add(CompositeEntry entry)
    {
        _tokensFrom.Add(_tokens.Count + 1);
        _tokens.AddRange(entry.Tokens);
        _tokensTo.Add(_tokens.Count);
        AddFirst(entry.First);
        _nextLo.Add(entry.Next?.Low);
        _nextHi.Add(entry.Next?.High);
        _datesLo.Add(entry.Date?.Low);
        _datesHi.Add(entry.Date?.High);
        _texts.Add(entry.Text?.Value);
        _exact.Add(entry.Text?.Exact);
    }

    private void AddFirst(Amount? amount)
    {
        var hasCanonical = amount?.CanonicalUnit is not null;
        _lo.Add(amount?.Range.Low);
        _hi.Add(amount?.Range.High);
        _units.Add(amount?.Unit);
        _bareUnits.Add(amount?.BareUnit);
        _words.Add(amount?.Words);
        _canonicalLo.Add(hasCanonical ? amount!.Value.Canonical.Low : null);
        _canonicalHi.Add(hasCanonical ? amount!.Value.Canonical.High : null);
        _canonicalUnits.Add(amount?.CanonicalUnit);
    }
}

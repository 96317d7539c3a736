using Npgsql;
using NpgsqlTypes;
using Phr.Platform.Database;

namespace Phr.Planets.Record.State;

/// <summary>Amounts as columns, in the order of insert-quantity.sql.</summary>
internal sealed class AmountColumns
{
    private readonly List<double> _values = [];
    private readonly List<double> _lo = [];
    private readonly List<double> _hi = [];
    private readonly List<long?> _units = [];
    private readonly List<long?> _bareUnits = [];
    private readonly List<long?> _words = [];
    private readonly List<double?> _canonicalValues = [];
    private readonly List<double?> _canonicalLo = [];
    private readonly List<double?> _canonicalHi = [];
    private readonly List<long?> _canonicalUnits = [];

    public NpgsqlParameter[] Parameters =>
    [
        ArrayParameter.Of(_values, NpgsqlDbType.Double), ArrayParameter.Of(_lo, NpgsqlDbType.Double),
            ArrayParameter.Of(_hi, NpgsqlDbType.Double),
        ArrayParameter.Of(_units, NpgsqlDbType.Bigint), ArrayParameter.Of(_bareUnits, NpgsqlDbType.Bigint),
        ArrayParameter.Of(_words, NpgsqlDbType.Bigint), ArrayParameter.Of(_canonicalValues, NpgsqlDbType.Double),
        ArrayParameter.Of(_canonicalLo, NpgsqlDbType.Double), ArrayParameter.Of(_canonicalHi, NpgsqlDbType.Double),
        ArrayParameter.Of(_canonicalUnits, NpgsqlDbType.Bigint),
    ];

    public void Add(Amount amount)
    {
        var hasCanonical = amount.CanonicalUnit is not null;
        _values.Add(amount.Range.Value);
        _lo.Add(amount.Range.Low);
        _hi.Add(amount.Range.High);
        _units.Add(amount.Unit);
        _bareUnits.Add(amount.BareUnit);
        _words.Add(amount.Words);
        _canonicalValues.Add(hasCanonical ? amount.Canonical.Value : null);
        _canonicalLo.Add(hasCanonical ? amount.Canonical.Low : null);
        _canonicalHi.Add(hasCanonical ? amount.Canonical.High : null);
        _canonicalUnits.Add(amount.CanonicalUnit);
    }
}

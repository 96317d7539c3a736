using Npgsql;
using NpgsqlTypes;
using Phr.Fhir.Indexing;
using Phr.Platform.Database;

namespace Phr.Planets.Record.State;

/// <summary>The ends and units of amounts as columns, null in rows without one: lo, hi, unit, bare unit, words, canonical lo, hi and unit.</summary>
internal sealed class OptionalAmounts
{
    private readonly List<double?> _lo = [];
    private readonly List<double?> _hi = [];
    private readonly List<long?> _units = [];
    private readonly List<long?> _bareUnits = [];
    private readonly List<long?> _words = [];
    private readonly List<double?> _canonicalLo = [];
    private readonly List<double?> _canonicalHi = [];
    private readonly List<long?> _canonicalUnits = [];

    public NpgsqlParameter[] Parameters =>
    [
        ArrayParameter.Of(_lo, NpgsqlDbType.Double), ArrayParameter.Of(_hi, NpgsqlDbType.Double),
        ArrayParameter.Of(_units, NpgsqlDbType.Bigint), ArrayParameter.Of(_bareUnits, NpgsqlDbType.Bigint),
        ArrayParameter.Of(_words, NpgsqlDbType.Bigint),
        ArrayParameter.Of(_canonicalLo, NpgsqlDbType.Double), ArrayParameter.Of(_canonicalHi, NpgsqlDbType.Double),
        ArrayParameter.Of(_canonicalUnits, NpgsqlDbType.Bigint),
    ];

    public void Clear()
    {
        _lo.Clear();
        _hi.Clear();
        _units.Clear();
        _bareUnits.Clear();
        _words.Clear();
        _canonicalLo.Clear();
        _canonicalHi.Clear();
        _canonicalUnits.Clear();
    }

    public void Add(Amount? amount)
    {
        NumericRange? canonical = amount?.CanonicalUnit is null ? null : amount.Value.Canonical;
        _lo.Add(amount?.Range.Low);
        _hi.Add(amount?.Range.High);
        _units.Add(amount?.Unit);
        _bareUnits.Add(amount?.BareUnit);
        _words.Add(amount?.Words);
        _canonicalLo.Add(canonical?.Low);
        _canonicalHi.Add(canonical?.High);
        _canonicalUnits.Add(amount?.CanonicalUnit);
    }
}

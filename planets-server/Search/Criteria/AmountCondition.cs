using System.Text;
using NpgsqlTypes;
using Phr.Fhir.Definitions;
using Phr.Fhir.Indexing;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>
/// One value of a number or quantity parameter as a condition over a row <c>x</c> of the index: its interval against what the digits of the
/// search leave open (5.4 is 5.35 to 5.45). R4 search.html#number, #quantity and #prefix.
/// </summary>
/// <param name="Prefix">eq ne gt lt ge le sa eb ap.</param>
/// <param name="Unit">Key of system and code, or of the bare code; null where none was asked for.</param>
/// <param name="Canonical">In base units, so that values in other units of the kind are found.</param>
/// <param name="CanonicalUnit">Key of the unit that <paramref name="Canonical"/> is in; null where the unit is not UCUM's.</param>
public sealed record AmountCondition(string Prefix, NumericRange Range, long? Unit, NumericRange Canonical, long? CanonicalUnit)
{
    // Conversion to base units rounds to 2 ulp: equal amounts in two units may differ by as much.
    private const double Rounding = 1e-14;

    /// <summary>Null where the value is no number, or number|system|code.</summary>
    public static AmountCondition? Parse(string value, SearchParameterType type, TokenKeys keys)
    {
        var (prefix, text) = Prefixes.Split(value);
        var parts = SearchTerm.Split(text, '|');
        if (parts.Count is not (1 or 3) || (type == SearchParameterType.Number && parts.Count == 3)
            || !NumericRange.TryRead(Encoding.UTF8.GetBytes(parts[0]), out var range))
        {
            return null;
        }
        if (prefix == "ap")
            range = Around(range);
        if (parts is not [_, var system, { Length: > 0 } code])
            return new AmountCondition(prefix, range, null, default, null);
        (system, code) = (SearchTerm.Unescape(system), SearchTerm.Unescape(code));
        var (canonical, unit) = UnitKeys.Canonical(range, system, code);
        return new AmountCondition(prefix, range, keys.Unit(system, code), canonical, unit is null ? null : keys.Unit("canonical", unit));
    }

    /// <summary>Over the columns of ix_quantity, and of the first amount of ix_composite.</summary>
    public void AppendTo(SqlText sql)
    {
        sql.Append("(");
        if (CanonicalUnit is { } canonical)
        {
            sql.Append("x.canonical_unit = @unit and ", Binding.Long("unit", canonical));
            Compare(sql, "x.canonical_lo", "x.canonical_hi", Canonical, Rounding);
        }
        else
        {
            // Without a system a code also means a unit in words (R4 search.html#quantity).
            if (Unit is { } unit)
                sql.Append("(x.unit = @unit or x.bare_unit = @unit or x.words = @unit) and ", Binding.Long("unit", unit));
            Compare(sql, "x.lo", "x.hi", Range, 0);
        }
        sql.Append(")");
    }

    /// <summary>Over the columns of the second number of ix_composite.</summary>
    public void AppendNext(SqlText sql) => Compare(sql, "x.next_lo", "x.next_hi", Range, 0);

    private void Compare(SqlText sql, string lo, string hi, NumericRange range, double rounding)
    {
        var slack = Math.Abs(range.Value) * rounding;
        _ = Prefix switch
        {
            "eq" => sql.Append($"({lo} >= @lo and {hi} >= @lo and {hi} < @hi)", Double("lo", range.Low - slack), Double("hi", range.High)),
            "ne" => sql.Append($"not ({lo} >= @lo and {hi} < @hi)", Double("lo", range.Low - slack), Double("hi", range.High)),
            "ap" => sql.Append($"({hi} >= @lo and {lo} <= @hi)", Double("lo", range.Low - slack), Double("hi", range.High + slack)),
            "gt" => sql.Append($"{hi} > @value", Double("value", range.Value + slack)),
            "lt" => sql.Append($"{lo} < @value", Double("value", range.Value - slack)),
            "ge" => sql.Append($"{hi} >= @value", Double("value", range.Value - slack)),
            "le" => sql.Append($"{lo} <= @value", Double("value", range.Value + slack)),
            "sa" => sql.Append($"{lo} > @value", Double("value", range.Value + slack)),
            "eb" => sql.Append($"{hi} < @value", Double("value", range.Value - slack)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // R4 recommends 10 % to either side.
    private static NumericRange Around(NumericRange range)
    {
        var margin = Math.Abs(range.Value) / 10;
        return new NumericRange(range.Value, range.Value - margin, range.Value + margin);
    }

    private static Binding Double(string name, double value) => new(name, value, NpgsqlDbType.Double);
}

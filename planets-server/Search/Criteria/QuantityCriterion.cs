using System.Text;
using NpgsqlTypes;
using Phr.Fhir.Definitions;
using Phr.Fhir.Indexing;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>
/// A number or a quantity, as the interval that its digits leave open (5.4 is 5.35 to 5.45). A quantity with a UCUM unit also finds
/// values in other units of its kind. R4 search.html#number, #quantity and #prefix.
/// </summary>
public sealed record QuantityCriterion(short Parameter, IReadOnlyList<QuantityCriterion.Bound> Bounds) : Criterion
{
    /// <param name="Unit">Key of system and code, or of the bare code; null where none was asked for.</param>
    /// <param name="CanonicalUnit">Key of the unit that <paramref name="Canonical"/> is in; null where the unit is not UCUM's.</param>
    public readonly record struct Bound(string Prefix, NumericRange Range, long? Unit, NumericRange Canonical, long? CanonicalUnit);

    public static Answer<Criterion> Parse(SearchTerm term, SearchParameterType type, TokenKeys keys)
    {
        if (term.Modifier is not null)
            return Refusals.Modifier(term);
        var bounds = new List<Bound>(term.Values.Count);
        foreach (var value in term.Values)
        {
            var (prefix, text) = Prefixes.Split(value);
            var parts = SearchTerm.Split(text, '|');
            if (parts.Count is not (1 or 3) || (type == SearchParameterType.Number && parts.Count == 3)
                || !NumericRange.TryRead(Encoding.UTF8.GetBytes(parts[0]), out var range))
            {
                return Refusals.Value(term, type == SearchParameterType.Number ? "a number" : "a number, or number|system|code");
            }
            if (prefix == "ap")
                range = Around(range);
            bounds.Add(parts is [_, var system, { Length: > 0 } code]
                ? WithUnit(prefix, range, SearchTerm.Unescape(system), SearchTerm.Unescape(code), keys)
                : new Bound(prefix, range, null, default, null));
        }
        return new QuantityCriterion(Parameters.Number(term.Parameter), bounds);
    }

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append(context.Tables.Load("Search/Criteria/quantity-any.sql"), Binding.Short("parameter", Parameter));
        sql.Append("(");
        for (var i = 0; i < Bounds.Count; i++)
        {
            sql.Append(i == 0 ? "" : " or ");
            Append(sql, Bounds[i]);
        }
        sql.Append("))");
    }

    private static Bound WithUnit(string prefix, NumericRange range, string system, string code, TokenKeys keys)
    {
        var (canonical, unit) = UnitKeys.Canonical(range, system, code);
        return new Bound(prefix, range, UnitKeys.Key(keys, system, code), canonical, unit is null ? null : keys.Unit("canonical", unit));
    }

    private static void Append(SqlText sql, Bound bound)
    {
        if (bound.CanonicalUnit is { } canonical)
        {
            sql.Append("x.canonical_unit = @unit and ", Binding.Long("unit", canonical));
            Compare(sql, bound.Prefix, "canonical_", bound.Canonical);
            return;
        }
        if (bound.Unit is { } unit)
            sql.Append("(x.unit = @unit or x.bare_unit = @unit) and ", Binding.Long("unit", unit));
        Compare(sql, bound.Prefix, "", bound.Range);
    }

    // A value equals what its interval meets; order is told by the numbers themselves.
    private static void Compare(SqlText sql, string prefix, string column, NumericRange range)
    {
        var (lo, hi, value) = ($"x.{column}lo", $"x.{column}hi", $"x.{column}value");
        switch (prefix)
        {
            case "eq" or "ap":
                sql.Append($"({value} >= @lo and {value} < @hi)", Double("lo", range.Low), Double("hi", range.High));
                break;
            case "ne":
                sql.Append($"({value} < @lo or {value} >= @hi)", Double("lo", range.Low), Double("hi", range.High));
                break;
            case "gt" or "sa":
                sql.Append($"{(prefix == "gt" ? hi : lo)} > @value and {value} > @value", Double("value", range.Value));
                break;
            case "lt" or "eb":
                sql.Append($"{(prefix == "lt" ? lo : hi)} < @value and {value} < @value", Double("value", range.Value));
                break;
            case "ge":
                sql.Append($"{value} >= @value", Double("value", range.Value));
                break;
            case "le":
                sql.Append($"{value} <= @value", Double("value", range.Value));
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    // R4 recommends 10 % to either side.
    private static NumericRange Around(NumericRange range)
    {
        var margin = Math.Abs(range.Value) / 10;
        return new NumericRange(range.Value, range.Value - margin, range.Value + margin);
    }

    private static Binding Double(string name, double value) => new(name, value, NpgsqlDbType.Double);
}

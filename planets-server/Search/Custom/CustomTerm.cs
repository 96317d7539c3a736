using Phr.Fhir.Definitions;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Custom;

/// <summary>Reads a term of a parameter of the site's own, as one of R4's of the same type is read.</summary>
internal sealed class CustomTerm(SearchTerm term, CustomParameter parameter, CriterionParser parser)
{
    private readonly TokenKeys _keys = parser.Keys;
    private readonly string _code = parameter.Definition.Code;

    public Answer<Criterion> Parse() => (parameter.Definition.Type, term.Modifier) switch
    {
        (_, "missing") => Missing(),
        (SearchParameterType.Token, null or "not") => Each("a code, system|code, |code or system|", value => Key(value, _code)),
        (SearchParameterType.Token, "of-type") => Each("system|code|value", value =>
            TokenCriterion.TypedKeyOf(value, _code, _keys) is { } key ? Has(key) : null),
        (SearchParameterType.Token, "text") => Texts(""),
        (SearchParameterType.Token, "in" or "not-in" or "above" or "below") => Codes(),
        (SearchParameterType.String, null or "exact" or "contains") => Texts(term.Comparison ?? term.Modifier ?? ""),
        (SearchParameterType.Reference, "identifier") => Each(
            "a code, system|code, |code or system|", value => Key(value, $"{_code}:identifier")),
        (SearchParameterType.Reference, _) => References(),
        (SearchParameterType.Uri, null) => Uris(uri => Has(_keys.Uri(_code, uri))),
        (SearchParameterType.Uri, "below") => Uris(uri => (sql, _) => TextCondition.Beginning(uri).AppendTo(sql)),
        (SearchParameterType.Uri, "above") => Uris(uri =>
            (sql, _) => sql.Append("x.value = any (@uris)", Binding.Texts("uris", [.. UriCriterion.Beginnings(uri)]))),
        (SearchParameterType.Date, null) => Each(
            DateCondition.Expected, value => DateCondition.Parse(value, parser, term.Comparison) is { } date
                ? (sql, _) => date.AppendTo(sql, "x.date_lo", "x.date_hi") : null),
        (SearchParameterType.Number or SearchParameterType.Quantity, null) => Each(Refusals.Expected(parameter.Definition.Type), value =>
            AmountCondition.Parse(value, parameter.Definition.Type, _keys) is { } amount ? (sql, _) => amount.AppendTo(sql) : null),
        _ => Refusals.Modifier(term),
    };

    private Answer<Criterion> Each(string expected, Func<string, CustomCondition?> condition)
    {
        var conditions = new List<CustomCondition>(term.Values.Count);
        foreach (var value in term.Values)
        {
            if (condition(value) is not { } one)
                return Refusals.Value(term, expected);
            conditions.Add(one);
        }
        return new CustomCriterion(parameter, conditions, Negated: term.Modifier == "not");
    }

    private Answer<Criterion> Missing() => term.Values is ["true" or "false"]
        ? new CustomCriterion(parameter, [Has(_keys.Present(_code))], Negated: term.Values[0] == "true")
        : Refusals.Value(term, "true or false");

    private Answer<Criterion> Texts(string modifier) => Each("a text", value => value.Length == 0
        ? null
        : (sql, _) => TextCondition.Of(modifier, SearchTerm.Unescape(value), _keys).AppendTo(sql));

    private Answer<Criterion> Uris(Func<string, CustomCondition> condition) =>
        Each("a uri", value => value.Length == 0 ? null : condition(SearchTerm.Unescape(value)));

    private Answer<Criterion> Codes()
    {
        var codes = CodeSetCriterion.Codes(term, parser);
        return codes.IsRefused(out var refusal)
            ? refusal
            : new CustomCriterion(
                parameter, [Has([.. codes.Value.Select(code => _keys.Token(_code, code.System, code.Code))])], term.Modifier == "not-in");
    }

    private Answer<Criterion> References()
    {
        var named = ReferenceCriterion.Named(term, parameter.Definition, parser);
        if (named.IsRefused(out var refusal))
            return refusal;
        var (tokens, patients) = named.Value;
        var conditions = new List<CustomCondition>();
        if (tokens.Length > 0)
            conditions.Add(Has(tokens));
        // A reference to a Patient means the person.
        if (patients.Length > 0)
        {
            conditions.Add((sql, context) => NamedPeople.AppendReferences(
                sql.Append("x.token = any (array("), context, patients, _keys.ReferenceKey(_code)).Append("))"));
        }
        return new CustomCriterion(parameter, conditions, Negated: false) { Patients = patients };
    }

    private CustomCondition? Key(string value, string name) => TokenCriterion.KeyOf(value, name, _keys) is { } key ? Has(key) : null;

    private static CustomCondition Has(params long[] tokens) =>
        (sql, _) => sql.Append("x.token = any (@tokens)", Binding.Longs("tokens", tokens));
}

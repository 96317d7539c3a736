using Phr.Platform;

namespace Phr.Planets.Search.Criteria;

/// <summary>What can be wrong with a criterion. The texts name the parameter, never its value: values can be health content.</summary>
internal static class Refusals
{
    public static Refusal Unknown(string type, string parameter) => new(
        RefusalKind.Invalid, $"{type} has no search parameter {Quoted(parameter)}.", Place(parameter), "not-supported");

    public static Refusal NoReference(string type, string parameter) => new(
        RefusalKind.Invalid, $"{Quoted(parameter)} of {type} is no reference: nothing is chained to it.", Place(parameter), "not-supported");

    public static Refusal TooManyValues(string name) => new(
        RefusalKind.Invalid, $"{Quoted(name)} has more than {SearchTerm.ValuesMax} values.", Place(WholeText.Beginning(name, 64)), "too-costly");

    public static Refusal NotCommon(string parameter) => new(
        RefusalKind.Invalid,
        $"{Quoted(parameter)} is not a parameter of all resources: name at most {CriterionParser.TypesMax} types in '_type'.",
            Place(parameter), "not-supported");

    public static Refusal Modifier(SearchTerm term) => new(
        RefusalKind.Invalid, $"The modifier :{term.Modifier} is not supported on {Quoted(term.Parameter)}.", Place(term.Parameter),
            "not-supported");

    public static Refusal Kind(string parameter, string kind) => new(
        RefusalKind.Invalid, $"Search by {kind} parameters such as {Quoted(parameter)} is not supported.", Place(parameter),
            "not-supported");

    public static string Expected(Phr.Fhir.Definitions.SearchParameterType type) =>
        type == Phr.Fhir.Definitions.SearchParameterType.Number ? "a number" : "a number, or number|system|code";

    public static Refusal Value(SearchTerm term, string expected) => new(
        RefusalKind.Invalid, $"The value of {Quoted(term.Parameter)} is not {expected}.", Place(term.Parameter), "invalid");

    public static Refusal Grammar(string name) => new(
        RefusalKind.Invalid,
        $"{Quoted(name)} is not a search parameter, or has more than {SearchTerm.LinksMax} links.", null,
            "invalid");

    // A parameter name comes from the caller: no more of it is repeated than a name can be.
    private static string Quoted(string name) => $"'{WholeText.Beginning(name, 64)}'";

    private static string Place(string parameter) => $"http.{parameter}";
}

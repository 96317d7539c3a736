using Phr.Fhir.Definitions;
using Phr.Planets.Search.Criteria;
using Phr.Platform;

namespace Phr.Planets.Search.Filter;

/// <summary>Looks a filter up in the definitions: each comparison becomes the criterion that a search parameter would be.</summary>
internal sealed class FilterReading(CriterionParser parser)
{
    // R4 search_filter.html: may stand in place of the namespace.
    private static readonly Dictionary<string, string> Namespaces = new(StringComparer.Ordinal)
    {
        ["loinc"] = "http://loinc.org", ["snomed"] = "http://snomed.info/sct", ["ucum"] = "http://unitsofmeasure.org",
        ["rxnorm"] = "http://www.nlm.nih.gov/research/umls/rxnorm",
    };

    public static Answer<Criterion> Parse(IReadOnlyList<string> types, string text, CriterionParser parser)
    {
        var filter = FilterSyntax.Parse(text);
        if (filter.IsRefused(out var refusal))
            return refusal;
        var criterion = CriterionParser.Each(types, SearchDraft.FilterParameter, type => new FilterReading(parser).Of(type, filter.Value));
        return criterion.IsRefused(out refusal) ? refusal with { Place = "http._filter" } : criterion;
    }

    private Answer<Criterion> Of(string type, FilterExpression filter) => filter switch
    {
        FilterExpression.And both => Pair(type, both.Left, both.Right, all => new AllCriterion(all)),
        FilterExpression.Or either => Pair(type, either.Left, either.Right, all => new AnyCriterion(all)),
        FilterExpression.Not not => Map(Of(type, not.Inner), inner => new NotCriterion(inner)),
        FilterExpression.Comparison comparison => Over(type, comparison, 0),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private Answer<Criterion> Pair(string type, FilterExpression left, FilterExpression right, Func<Criterion[], Criterion> join)
    {
        var first = Of(type, left);
        return first.IsRefused(out var refusal) ? refusal : Map(Of(type, right), second => join([first.Value, second]));
    }

    private Answer<Criterion> Over(string type, FilterExpression.Comparison comparison, int step)
    {
        if (comparison.Path.Count > SearchTerm.LinksMax)
            return new Refusal(RefusalKind.Invalid, $"A path has at most {SearchTerm.LinksMax} links.", null, "too-costly");
        if (step == comparison.Path.Count)
            return Compare(type, comparison);
        var link = comparison.Path[step];
        return parser.Forward(type, new SearchLink.Forward(link.Parameter, null), target =>
        {
            var rest = Over(target, comparison, step + 1);
            return link.Where is null || rest.IsRefused(out _)
                ? rest
                : Map(Of(target, link.Where), where => new AllCriterion([where, rest.Value]));
        });
    }

    private Answer<Criterion> Compare(string type, FilterExpression.Comparison comparison)
    {
        if (parser.Definition(type, comparison.Parameter) is not { } parameter)
            return Refusals.Unknown(type, comparison.Parameter);
        return (parameter.Type, comparison.Operator) switch
        {
            (SearchParameterType.Composite or SearchParameterType.Special, "pr") => Unfit(comparison, parameter),
            (_, "pr") when comparison.Value is "true" or "false" =>
                Term(type, comparison, "missing", comparison.Value == "true" ? "false" : "true"),
            (SearchParameterType.String, "eq" or "ne" or "co" or "sw" or "ew" or "gt" or "lt" or "ge" or "le")
                or (SearchParameterType.Date, "po" or "co") => Term(type, comparison, null, comparison.Value, comparison.Operator),
            (SearchParameterType.Date or SearchParameterType.Number or SearchParameterType.Quantity,
                "eq" or "ne" or "gt" or "lt" or "ge" or "le" or "ap" or "sa" or "eb") =>
                Term(type, comparison, null, comparison.Operator + Known(comparison.Value)),
            (SearchParameterType.Token, "in") => Term(type, comparison, "in", comparison.Value),
            (SearchParameterType.Token, "ni") => Term(type, comparison, "not-in", comparison.Value),
            (SearchParameterType.Token, "ss") => Term(type, comparison, "below", Known(comparison.Value)),
            (SearchParameterType.Token, "sb") => Term(type, comparison, "above", Known(comparison.Value)),
            (SearchParameterType.Uri, "sw") => Term(type, comparison, "below", comparison.Value),
            (SearchParameterType.Reference, "re") or (not SearchParameterType.String, "eq") =>
                Term(type, comparison, null, Known(comparison.Value)),
            (not SearchParameterType.Special, "ne") => Unequal(type, comparison, parameter),
            _ => Unfit(comparison, parameter),
        };
    }

    // The index holds keys, so of several codes or references it is asked whether none is equal.
    private Answer<Criterion> Unequal(string type, FilterExpression.Comparison comparison, SearchParameter parameter)
    {
        var equal = Term(type, comparison, null, Known(comparison.Value));
        if (equal.IsRefused(out var refusal))
            return refusal;
        var unequal = new NotCriterion(equal.Value);
        return parameter.Type == SearchParameterType.Composite || parameter.Code == "_id"
            ? unequal
            : Map(Term(type, comparison, "missing", "false"), present => new AllCriterion([present, unequal]));
    }

    // Of the escapes of a search's values only the backslash can be meant: nothing separates alternatives here.
    private Answer<Criterion> Term(
        string type, FilterExpression.Comparison comparison, string? modifier, string value, string? op = null) =>
        parser.Parse(type, new SearchTerm([], comparison.Parameter, modifier, [value.Replace("\\", "\\\\", StringComparison.Ordinal)], "")
        {
            Comparison = op,
        });

    // Of system|code the first part, of number|system|code the second.
    private static string Known(string value)
    {
        var parts = value.Split('|');
        for (var i = 0; i < parts.Length - 1; i++)
            parts[i] = Namespaces.GetValueOrDefault(parts[i], parts[i]);
        return string.Join('|', parts);
    }

    private static Answer<Criterion> Map(Answer<Criterion> answer, Func<Criterion, Criterion> then) =>
        answer.IsRefused(out var refusal) ? refusal : then(answer.Value);

    private static Refusal Unfit(FilterExpression.Comparison comparison, SearchParameter parameter) => new(
        RefusalKind.Invalid,
        $"The operator {comparison.Operator} is not for {parameter.Type.ToString().ToLowerInvariant()} parameters such as "
        + $"'{parameter.Code}', or not for this value.",
        null, "not-supported");
}

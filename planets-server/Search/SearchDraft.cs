using System.Globalization;
using System.Net;
using System.Text;
using Phr.Planets.Search.Criteria;
using Phr.Planets.Search.Filter;
using Phr.Platform;

namespace Phr.Planets.Search;

/// <summary>A search request while its query is read, parameter by parameter.</summary>
internal sealed class SearchDraft(SearchSpace space, CriterionParser parser)
{
    public const string FilterParameter = "_filter";

    private readonly List<Criterion> _criteria = [];
    private readonly List<SortKey> _sort = [];
    private readonly List<Inclusion> _inclusions = [];
    private readonly StringBuilder _self = new();
    private int _count = SearchRequest.CountDefault;
    private bool _countTotal;
    private bool _countAlone;
    private AsOf? _asOf;
    private AnswerShape _shape = AnswerShape.Whole;

    /// <summary>Takes one parameter; gives why not.</summary>
    public Refusal? Take(string name, string value)
    {
        var refusal = name switch
        {
            "_count" => TakeCount(value),
            "_total" => TakeTotal(value),
            "_summary" => TakeSummary(value),
            "_sort" => TakeSort(value),
            // The answer's format is negotiated before a search is read.
            "_format" or "_pretty" => null,
            "_elements" => TakeShape(AnswerShape.Elements(value, space.Types)),
            AsOf.Parameter => TakeAsOf(value),
            "_type" when space.TakesTypes => null,
            // R4 search.html#contained: what is contained is searched with what contains it, and not by itself.
            "_contained" when value == "false" => null,
            "_containedType" when value == "container" => null,
            FilterParameter => Take(FilterReading.Parse(space.Types, value, parser)),
            _ when name == "_include" || name.StartsWith("_include:", StringComparison.Ordinal) =>
                TakeInclusion(name, value, reverse: false),
            _ when name == "_revinclude" || name.StartsWith("_revinclude:", StringComparison.Ordinal) =>
                TakeInclusion(name, value, reverse: true),
            _ => TakeCriterion(name, value),
        };
        if (refusal is null)
            _self.Append(_self.Length == 0 ? "" : "&").Append(WebUtility.UrlEncode(name)).Append('=').Append(WebUtility.UrlEncode(value));
        return refusal;
    }

    public SearchRequest Complete()
    {
        if (_sort.Count == 0)
            _sort.Add(_criteria.Exists(criterion => criterion is StreamCriterion) ? SortKey.NewestFirst : SortKey.Recorded(space.Types));
        if (space.Compartment is { } members)
            _criteria.Add(members);
        return new SearchRequest(space, _criteria, _sort, _countAlone ? 0 : _count, _countTotal || _countAlone, _inclusions, _self.ToString())
        {
            Shape = _shape, AsOf = _asOf,
        };
    }

    private Refusal? TakeCriterion(string name, string value)
    {
        if (SearchTerm.Parse(name, value) is { } term)
            return Take(parser.Parse(space.Types, term));
        return SearchTerm.Split(value, ',').Count > SearchTerm.ValuesMax ? Refusals.TooManyValues(name) : Refusals.Grammar(name);
    }

    private Refusal? Take(Answer<Criterion> criterion)
    {
        if (_criteria.Count == SearchRequest.CriteriaMax)
            return new(RefusalKind.Invalid, $"A search has at most {SearchRequest.CriteriaMax} criteria.", null, "too-costly");
        if (criterion.IsRefused(out var refusal))
            return refusal;
        _criteria.Add(criterion.Value);
        return null;
    }

    private Refusal? TakeCount(string value)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return new(RefusalKind.Invalid, "The value of '_count' is not a number.", "http._count", "invalid");
        // R4 search.html#count: a server may return fewer than asked for.
        _count = Math.Min(count, SearchRequest.CountMax);
        // R4 search.html#count: 0 is _summary=count.
        _countAlone |= count == 0;
        return null;
    }

    private Refusal? TakeTotal(string value)
    {
        if (value is not ("none" or "estimate" or "accurate"))
            return new(RefusalKind.Invalid, "The value of '_total' is none of none, estimate, accurate.", "http._total", "invalid");
        _countTotal = value != "none";
        return null;
    }

    private Refusal? TakeSummary(string value)
    {
        _countAlone |= value == "count";
        return value == "count" ? null : TakeShape(AnswerShape.Summary(value));
    }

    private Refusal? TakeAsOf(string value)
    {
        var asOf = AsOf.Parse(value, parser.Zone, parser.Clock);
        if (asOf.IsRefused(out var refusal))
            return refusal;
        _asOf = asOf.Value;
        return null;
    }

    private Refusal? TakeShape(Answer<AnswerShape> shape)
    {
        if (shape.IsRefused(out var refusal))
            return refusal;
        _shape = shape.Value;
        return null;
    }

    private Refusal? TakeSort(string value)
    {
        foreach (var part in value.Split(','))
        {
            if (_sort.Count == SearchRequest.SortKeysMax)
                return new(RefusalKind.Invalid, $"'_sort' has at most {SearchRequest.SortKeysMax} keys.", "http._sort", "too-costly");
            var key = SortKey.Parse(space.Types, part, parser.Custom);
            if (key.IsRefused(out var refusal))
                return refusal with { Place = "http._sort" };
            _sort.Add(key.Value);
        }
        return null;
    }

    private Refusal? TakeInclusion(string name, string value, bool reverse)
    {
        if (_inclusions.Count == SearchRequest.InclusionsMax)
            return new(RefusalKind.Invalid, $"A search has at most {SearchRequest.InclusionsMax} inclusions.", null, "too-costly");
        var inclusion = Inclusion.Parse(name, value, reverse, parser.Custom);
        if (inclusion.IsRefused(out var refusal))
            return refusal;
        _inclusions.Add(inclusion.Value);
        return null;
    }
}

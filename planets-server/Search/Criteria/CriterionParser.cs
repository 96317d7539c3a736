using Phr.Conformance.Terminology;
using Phr.Fhir.Definitions;
using Phr.Planets.Search.Custom;
using Phr.Planets.Search.Text;
using Phr.Platform;

namespace Phr.Planets.Search.Criteria;

/// <summary>Looks the terms of a search up in the definitions.</summary>
/// <param name="BaseUrl">Of this server, ending in a slash: references below it are to resources here.</param>
/// <param name="Zone">Of dates without one.</param>
public sealed record CriterionParser(TokenKeys Keys, string BaseUrl, TimeSpan Zone, TimeProvider Clock)
{
    /// <summary>The site's own parameters; none where what is asked has to be decided without waiting for their index.</summary>
    public CustomLookup Custom { get; init; } = CustomLookup.None;

    /// <summary>Codes of value sets and hierarchies, as terminology knows them now.</summary>
    public Func<CodeSets> Sets { get; init; } = () => Phr.Conformance.Rulebook.Core.Sets;

    /// <summary>Types of a search whose parameters differ between them: each costs a condition of its own.</summary>
    public const int TypesMax = 20;

    /// <summary>A term for rows of several types.</summary>
    public Answer<Criterion> Parse(IReadOnlyList<string> types, SearchTerm term)
    {
        return term.Links.Count == 0 && IsCommon(term.Parameter)
            ? Parse(types[0], term)
            : Each(types, term.Parameter, type => Parse(type, term));
    }

    /// <summary>A condition that may be another one in each type.</summary>
    /// <param name="parameter">That it is about.</param>
    internal static Answer<Criterion> Each(IReadOnlyList<string> types, string parameter, Func<string, Answer<Criterion>> parse)
    {
        if (types.Count == 1)
            return parse(types[0]);
        if (types.Count > TypesMax)
            return Refusals.NotCommon(parameter);
        var byType = new List<Criterion>();
        foreach (var type in types)
        {
            var criterion = parse(type);
            if (criterion.IsRefused(out var refusal))
                return refusal;
            byType.Add(new TypedCriterion([ResourceTypes.Number(type)], criterion.Value));
        }
        return new AnyCriterion(byType);
    }

    /// <summary>What a type has under a code: one of the site's own, or R4's.</summary>
    internal SearchParameter? Definition(string type, string code) =>
        Custom.Find(type, code)?.Definition ?? SearchParameters.Find(type, code);

    public Answer<Criterion> Parse(string type, SearchTerm term) =>
        term.Links.Count == 0 ? Own(type, term) : Linked(type, term.Links[0], term with { Links = [.. term.Links.Skip(1)] });

    /// <summary>A reference as it is stored: relative where it is to this server.</summary>
    internal string Local(string reference) =>
        reference.StartsWith(BaseUrl, StringComparison.Ordinal) ? reference[BaseUrl.Length..] : reference;

    // Of every resource, so with the same meaning in every type.
    private static bool IsCommon(string code) =>
        code == ListCriterion.Parameter || TextSource.Find(code) is not null
        || SearchParameters.Find("Basic", code) is { } parameter && parameter.Bases.Any(type => type.Name == "Resource");

    private Answer<Criterion> Own(string type, SearchTerm term)
    {
        switch (term.Parameter)
        {
            case "_id":
                return IdCriterion.Parse(term);
            case "_lastUpdated":
                return DateCriterion.ParseUpdated(term, this);
            case ListCriterion.Parameter:
                return ListCriterion.Parse(term, this);
        }
        if (TextSource.Find(term.Parameter) is { } texts)
            return TextCriterion.Parse(term, texts, this);
        if (Custom.Find(type, term.Parameter) is { } own)
            return new CustomTerm(term, own, this).Parse();
        if (SearchParameters.Find(type, term.Parameter) is not { } parameter)
            return Refusals.Unknown(type, term.Parameter);
        if (!SearchParameters.IsSupported(parameter))
            return Refusals.Kind(term.Parameter, parameter.Type.ToString().ToLowerInvariant());
        if (term.Modifier == "missing" && parameter.Type is not (SearchParameterType.Composite or SearchParameterType.Special))
            return MissingCriterion.Parse(term, Keys);
        return SearchUnions.IsUnion(parameter.Code) && (parameter.Type == SearchParameterType.Quantity || term.Modifier == "text")
            ? Union(type, term)
            : Own(type, term, parameter);
    }

    private Answer<Criterion> Union(string type, SearchTerm term)
    {
        var parts = new List<Criterion>();
        foreach (var part in SearchUnions.PartsOf(term.Parameter))
        {
            var criterion = Own(type, term with { Parameter = part }, SearchParameters.Find(type, part)!);
            if (criterion.IsRefused(out var refusal))
                return refusal;
            parts.Add(criterion.Value);
        }
        return new AnyCriterion(parts);
    }

    private Answer<Criterion> Own(string type, SearchTerm term, SearchParameter parameter) => parameter.Type switch
    {
        SearchParameterType.Token => TokenCriterion.Parse(term, this),
        SearchParameterType.Reference => ReferenceCriterion.Parse(term, type, parameter, this),
        SearchParameterType.Date => DateCriterion.Parse(term, type, this),
        SearchParameterType.String => StringCriterion.Parse(term, Keys),
        SearchParameterType.Uri => UriCriterion.Parse(term, Keys),
        SearchParameterType.Number or SearchParameterType.Quantity => QuantityCriterion.Parse(term, parameter.Type, Keys),
        SearchParameterType.Composite => CompositeCriterion.Parse(term, parameter, this),
        SearchParameterType.Special when parameter.Code == "near" => NearCriterion.Parse(term),
        _ => Refusals.Kind(term.Parameter, parameter.Type.ToString().ToLowerInvariant()),
    };

    private Answer<Criterion> Linked(string type, SearchLink link, SearchTerm rest) => link switch
    {
        SearchLink.Forward forward => Forward(type, forward, target => Parse(target, rest)),
        SearchLink.Reverse reverse => Reverse(type, reverse, rest),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A chain over a reference parameter.</summary>
    /// <param name="rest">The condition for targets of a type.</param>
    internal Answer<Criterion> Forward(string type, SearchLink.Forward link, Func<string, Answer<Criterion>> rest)
    {
        var own = Custom.Find(type, link.Parameter);
        if ((own?.Definition ?? SearchParameters.Find(type, link.Parameter)) is not { } parameter)
            return Refusals.Unknown(type, link.Parameter);
        if (parameter.Type != SearchParameterType.Reference)
            return Refusals.NoReference(type, link.Parameter);
        var targets = parameter.Targets.Select(target => target.Name).Where(name => link.Type is null || link.Type == name).ToArray();
        var alternatives = new List<Criterion>();
        Refusal? last = null;
        foreach (var target in targets)
        {
            // Without a type the chain means every target that has the parameter.
            var condition = rest(target);
            if (condition.IsRefused(out last))
                continue;
            if (own is not null)
            {
                alternatives.Add(new CustomLinkCriterion(
                    own, Forward: true, ResourceTypes.Number(target), Keys.ReferenceKey(parameter.Code), condition.Value));
                continue;
            }
            alternatives.Add(target == "Patient" && PatientCompartments.NamesTheStream(type, parameter)
                ? new PersonForwardCriterion(Keys.Present(PatientCompartments.Presence(type, parameter)), condition.Value)
                : new ForwardCriterion(Keys.ReferenceKey(parameter.Code), ResourceTypes.Number(target), condition.Value));
        }
        return alternatives switch
        {
            [] => last ?? Refusals.Unknown(type, $"{link.Parameter}:{link.Type}"),
            [var only] => only,
            _ when alternatives.OfType<PersonForwardCriterion>().FirstOrDefault() is { } person =>
                new PersonOrOtherForwardCriterion(person, [.. alternatives.OfType<ForwardCriterion>()]),
            _ => new AnyCriterion(alternatives),
        };
    }

    private Answer<Criterion> Reverse(string type, SearchLink.Reverse link, SearchTerm rest)
    {
        if (ResourceTypes.Find(link.Type) is not { } source)
            return Refusals.Unknown(type, $"_has:{link.Type}");
        var own = Custom.Find(link.Type, link.Parameter);
        if ((own?.Definition ?? SearchParameters.Find(link.Type, link.Parameter)) is not { Type: SearchParameterType.Reference } parameter
            || !parameter.Targets.Any(target => target.Name == type))
        {
            return Refusals.Unknown(link.Type, link.Parameter);
        }
        var condition = Parse(link.Type, rest);
        if (condition.IsRefused(out var refusal))
            return refusal;
        if (own is not null)
            return new CustomLinkCriterion(own, Forward: false, source, Keys.ReferenceKey(parameter.Code), condition.Value);
        return type == "Patient" && PatientCompartments.NamesTheStream(link.Type, parameter)
            ? new PersonReverseCriterion(source, Keys.Present(PatientCompartments.Presence(link.Type, parameter)), condition.Value)
            : new ReverseCriterion(source, Keys.ReferenceKey(parameter.Code), condition.Value);
    }
}

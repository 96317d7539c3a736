using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>
/// What refers to a resource: <c>id</c>, <c>Type/id</c>, an absolute URL, or with <c>:identifier</c> what it is called elsewhere. R4
/// search.html#reference.
/// A reference to a Patient means the person, so it finds what refers to any of their linked Patients.
/// </summary>
public static class ReferenceCriterion
{
    public static Answer<Criterion> Parse(SearchTerm term, string type, SearchParameter parameter, CriterionParser parser)
    {
        if (term.Modifier == "identifier")
            return Identifier(term, parser);
        if (term.Modifier is "above" or "below")
            return HierarchyCriterion.Parse(term, parameter, parser);
        var named = Named(term, parameter, parser);
        if (named.IsRefused(out var refusal))
            return refusal;
        var (tokens, patients) = named.Value;
        if (patients.Length == 0)
            return new TokenCriterion(tokens, Negated: false);
        return PatientCompartments.NamesTheStream(type, parameter)
            ? new PersonCriterion(patients, parser.Keys.Present(PatientCompartments.Presence(type, parameter)), tokens)
            : new PersonReferenceCriterion(patients, parser.Keys.ReferenceKey(term.Parameter), tokens);
    }

    /// <summary>What the values of a term name: keys of references, and ids of Patients.</summary>
    public static Answer<(long[] Tokens, string[] Patients)> Named(SearchTerm term, SearchParameter parameter, CriterionParser parser)
    {
        if (term.Modifier is { } named && R4.Type(named) is not { IsResource: true })
            return Refusals.Modifier(term);
        var tokens = new List<long>();
        var patients = new List<string>();
        foreach (var value in term.Values)
        {
            var text = parser.Local(SearchTerm.Unescape(value));
            if (IsUrl(text))
            {
                tokens.Add(parser.Keys.Uri(term.Parameter, text));
                continue;
            }
            var targets = Targets(text, term.Modifier, parameter);
            if (targets.Count == 0)
                return Refusals.Value(term, "a reference: an id, Type/id or a URL");
            foreach (var (target, id) in targets)
            {
                if (target == "Patient")
                    patients.Add(id);
                else
                    tokens.Add(parser.Keys.Reference(term.Parameter, parser.Keys.Self(target, id)));
            }
        }
        return ((long[])[.. tokens], (string[])[.. patients]);
    }

    /// <summary>Keys of what a value may name, under a name in place of the parameter's code; none where it names nothing.</summary>
    public static IReadOnlyList<long> Keys(string value, string name, SearchParameter parameter, CriterionParser parser)
    {
        var text = parser.Local(value);
        return IsUrl(text)
            ? [parser.Keys.Uri(name, text)]
            : [.. Targets(text, null, parameter).Select(target => parser.Keys.Reference(name, parser.Keys.Self(target.Type, target.Id)))];
    }

    private static bool IsUrl(string text) =>
        text.Contains("://", StringComparison.Ordinal) || text.StartsWith("urn:", StringComparison.Ordinal);

    /// <summary>What a text may name; nothing where it is no reference.</summary>
    internal static IReadOnlyList<(string Type, string Id)> Targets(string text, string? type, SearchParameter parameter)
    {
        var parts = text.Split('/');
        if (parts.Length is 4 && parts[2] == "_history")
            parts = parts[..2];
        return parts switch
        {
            [var id] when ResourceId.IsId(id) && type is not null => [(type, id)],
            // R4 lists Group as a target of the shared parameter patient, whose expression takes Patients alone.
            [var id] when ResourceId.IsId(id) && parameter.Code == "patient" => [("Patient", id)],
            [var id] when ResourceId.IsId(id) && parameter.Targets.Count == 0 => [.. ResourceTypes.All.Select(target => (target, id))],
            [var id] when ResourceId.IsId(id) => [.. parameter.Targets.Select(target => (target.Name, id))],
            [var named, var id] when ResourceId.IsId(id) && (type ?? named) == named && ResourceTypes.Find(named) is not null => [(named, id)],
            _ => [],
        };
    }

    private static Answer<Criterion> Identifier(SearchTerm term, CriterionParser parser)
    {
        var asToken = TokenCriterion.Parse(term with { Parameter = term.Parameter + ":identifier", Modifier = null }, parser);
        return asToken;
    }
}

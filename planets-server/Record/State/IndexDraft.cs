using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Fhir.Indexing;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Platform.Identity;

namespace Phr.Planets.Record.State;

/// <summary>One resource's entries on their way to rows.</summary>
/// <param name="zone">Of dates without one.</param>
internal sealed class IndexDraft(TokenKeys keys, IndexEntries entries, ReferenceTargets targets, TimeSpan zone)
{
    private readonly HashSet<long> _tokens = [];
    private readonly HashSet<long> _labels = [];
    private readonly HashSet<long> _named = [];
    private bool _saysConfidentiality;

    public IndexedResource Complete(Element resource, string id, string source)
    {
        var type = resource.Type!.Name;
        AddTokens();
        AddReferences();
        var hasLinkedUris = false;
        foreach (var uri in entries.Uris)
        {
            _tokens.Add(keys.Uri(uri.Parameter.Code, Text(uri.Value)));
            hasLinkedUris |= targets.MayReplace(entries.Text(uri.Value));
        }
        foreach (var parameter in entries.Present)
        {
            if (IsKept(parameter))
                _tokens.Add(keys.Present(parameter.Code));
        }
        AddCodings();
        // Whatever says nothing of its confidentiality is normal.
        if (!_saysConfidentiality)
            _labels.Add(keys.Label(Labels.Confidentiality, "N"));
        var context = type == BinaryCondition.Type ? Context(resource) : null;
        if (context is { } belongs)
            _tokens.Add(keys.Reference(BinaryCondition.Parameter, keys.Self(belongs.Type, belongs.Id)));
        var patients = PatientIds(type, out var place);
        return new IndexedResource(
            ResourceTypes.Number(type), keys.Self(type, id), Authors.Of(type, source),
            patients.FirstOrDefault(), place, [.. patients.Skip(1)], entries.ClinicalTime,
            [.. _tokens.Order()], [.. _labels.Order()], [.. _named.Order()], new ValuesDraft(keys, entries, targets).Complete(type))
        {
            Context = context, HasLinkedUris = hasLinkedUris,
            Identity = type == "Patient" ? new PatientIdentity(Insured(), Birth()) : null,
        };
    }

    // No search parameter has it. Whichever version it names: who may see a resource is decided of it as it is now.
    private ReferredResource? Context(Element binary) =>
        targets.Of(binary.Child(BinaryCondition.Parameter).Child("reference").Utf8) is ({ } of, var id) ? new(of, id, "") : null;

    private void AddTokens()
    {
        foreach (var token in entries.Tokens)
        {
            if (IsKept(token.Parameter))
                AddToken(token.Parameter.Code, Text(token.System), Text(token.Code));
        }
        foreach (var typed in entries.TypedIdentifiers)
            _tokens.Add(keys.OfType(typed.Parameter.Code, Text(typed.System), Text(typed.Code), Text(typed.Value)));
        foreach (var token in entries.ReferenceIdentifiers)
            AddToken(token.Parameter.Code + ":identifier", Text(token.System), Text(token.Code));
    }

    private void AddToken(string parameter, string system, string code)
    {
        keys.AddToken(_tokens, parameter, system, code);
        if (parameter == "_security")
        {
            _labels.Add(keys.Label(system, code));
            _saysConfidentiality |= system == Labels.Confidentiality;
        }
    }

    // By these an entry is refused, wherever in it they stand.
    private void AddCodings()
    {
        foreach (var coding in entries.Codings)
        {
            var (system, code) = (Text(coding.System), Text(coding.Code));
            _labels.Add(keys.About(system, code));
            if (Sensitivity.Of(system, code) is { } sensitive)
                _labels.Add(keys.Label(Labels.ActCode, sensitive));
        }
    }

    private long? Insured()
    {
        foreach (var token in entries.Tokens)
        {
            if (token.Parameter.Code == "identifier" && Text(token.System) == InsuredPersonNumber.System
                && InsuredPersonNumber.Parse(Text(token.Code)) is { } number)
            {
                return keys.InsuredPerson(number.ToString());
            }
        }
        return null;
    }

    // Only a whole date tells people apart.
    private DateOnly? Birth()
    {
        foreach (var date in entries.Dates)
        {
            if (date.Parameter.Code == "birthdate" && date.Range.High - date.Range.Low == TimeSpan.FromDays(1))
                return DateOnly.FromDateTime(date.Range.Low + zone);
        }
        return null;
    }

    private void AddReferences()
    {
        foreach (var reference in entries.References)
        {
            var parameter = reference.Parameter.Code;
            var (type, id) = targets.Of(entries, reference);
            if (type is not null)
            {
                var self = keys.Self(type, id);
                _tokens.Add(keys.Reference(parameter, self));
                if (Authors.IsAboutNobody(type))
                    _named.Add(self);
                continue;
            }
            var text = Text(reference.Text);
            _tokens.Add(keys.Uri(parameter, text));
            if (!reference.Version.IsEmpty)
                _tokens.Add(keys.Uri(parameter, $"{text}|{Text(reference.Version)}"));
        }
    }

    // In the order of the compartment's parameters; the engine's own list cannot know what the links of a transaction will name.
    private List<string> PatientIds(string type, out string? place)
    {
        place = null;
        var ids = new List<string>();
        if (type == "Patient")
            return ids;
        foreach (var code in PatientCompartments.Codes(type))
        {
            foreach (var reference in entries.References)
            {
                if (reference.Parameter.Code != code || targets.Of(entries, reference) is not ("Patient", var id) || ids.Contains(id))
                    continue;
                place ??= $"{type}.{code}";
                ids.Add(id);
            }
        }
        return ids;
    }

    // What this server writes into a resource has columns of its own; what a sender wrote there before does not count.
    internal static bool IsStamped(string parameter) => parameter is "_id" or "_lastUpdated";

    private static bool IsKept(SearchParameter parameter) =>
        parameter.Type != SearchParameterType.Composite && !IsStamped(parameter.Code) && !SearchUnions.IsUnion(parameter.Code);

    private string Text(TextRef text) => ValuesDraft.Text(entries, text);
}

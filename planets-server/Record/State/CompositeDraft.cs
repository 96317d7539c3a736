using Phr.Fhir.Definitions;
using Phr.Fhir.Indexing;
using Phr.Planets.Search;

namespace Phr.Planets.Record.State;

/// <summary>One combination of a composite parameter on its way to a row.</summary>
internal sealed class CompositeDraft(TokenKeys keys, IndexEntries parts, ReferenceTargets targets)
{
    private readonly List<long> _tokens = [];
    private Amount? _first;
    private NumericRange? _next;
    private DateRange? _date;
    private (string, long)? _text;

    public CompositeEntry Complete(Phr.Fhir.Indexing.CompositeEntry composite)
    {
        Take(1, composite.First);
        Take(2, composite.Second);
        if (composite.Third.Index >= 0)
            Take(3, composite.Third);
        return new CompositeEntry(Parameters.Number(composite.Parameter.Code), [.. _tokens], _first, _next, _date, _text);
    }

    private void Take(int component, CompositePart part)
    {
        switch (part.Type)
        {
            case SearchParameterType.Token:
                TakeToken(CompositeComponents.Name(component), parts.Tokens[part.Index]);
                break;
            case SearchParameterType.Reference:
                _tokens.Add(targets.Key(keys, CompositeComponents.Name(component), parts, parts.References[part.Index]));
                break;
            case SearchParameterType.Quantity:
                TakeAmount(ValuesDraft.Amount(keys, parts, parts.Quantities[part.Index]));
                break;
            case SearchParameterType.Number:
                TakeAmount(new Amount(parts.Numbers[part.Index].Range, null, null, null, default, null));
                break;
            case SearchParameterType.Date:
                _date = parts.Dates[part.Index].Range;
                break;
            case SearchParameterType.String:
                var text = parts.Strings[part.Index];
                _text = (ValuesDraft.Bounded(ValuesDraft.Text(parts, text.Folded)), keys.Exact(ValuesDraft.Text(parts, text.Exact)));
                break;
            case SearchParameterType.Uri:
                _tokens.Add(keys.Uri(CompositeComponents.Name(component), ValuesDraft.Text(parts, parts.Uris[part.Index].Value)));
                break;
        }
    }

    private void TakeAmount(Amount amount)
    {
        if (_first is null)
            _first = amount;
        else
            _next = amount.Range;
    }

    private void TakeToken(string component, TokenEntry token) =>
        keys.AddToken(_tokens, component, ValuesDraft.Text(parts, token.System), ValuesDraft.Text(parts, token.Code));
}

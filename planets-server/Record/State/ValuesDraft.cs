using System.Text;
using Phr.Fhir.Definitions;
using Phr.Fhir.Indexing;
using Phr.Planets.Search;
using Phr.Platform;

namespace Phr.Planets.Record.State;

/// <summary>One resource's rows of the side tables.</summary>
internal sealed class ValuesDraft(TokenKeys keys, IndexEntries entries, ReferenceTargets targets)
{
    // An index row of PostgreSQL's B-tree holds 2,700 bytes; a longer text is found by its beginning.
    internal const int TextCharactersMax = 600;

    public IndexedValues Complete(string type) =>
        new(Clinical(type), Strings(), Dates(type), Quantities(), Composites(), Places());

    internal static string Bounded(string text) => WholeText.Beginning(text, TextCharactersMax);

    private List<ClinicalEntry> Clinical(string type)
    {
        var rows = new List<ClinicalEntry>(entries.ClinicalCodes.Length);
        if (ClinicalParameters.Code(type) is not { } parameter)
            return rows;
        foreach (var coding in entries.ClinicalCodes)
        {
            var key = keys.Code(parameter, Text(coding.Code));
            if (!rows.Exists(row => row.Code == key))
                rows.Add(new ClinicalEntry(key, entries.ClinicalValue));
        }
        return rows;
    }

    private List<StringEntry> Strings()
    {
        var rows = new List<StringEntry>(entries.Strings.Length);
        foreach (var text in entries.Strings)
            rows.Add(new StringEntry(Parameters.Number(text.Parameter.Code), Bounded(Text(text.Folded)), keys.Exact(Text(text.Exact))));
        foreach (var uri in entries.Uris)
            rows.Add(new StringEntry(Parameters.Number(uri.Parameter.Code), Bounded(Text(uri.Value)), 0));
        foreach (var text in entries.TokenTexts)
        {
            if (SearchUnions.IsUnion(text.Parameter.Code) || text.Parameter.Type == SearchParameterType.Composite)
                continue;
            // A code's text and its display are often the same.
            var row = new StringEntry(Parameters.Number(text.Parameter.Code), Bounded(Text(text.Folded)), 0);
            if (!rows.Contains(row))
                rows.Add(row);
        }
        return rows;
    }

    private List<DateEntry> Dates(string type)
    {
        var rows = new List<DateEntry>(entries.Dates.Length);
        foreach (var date in entries.Dates)
        {
            if (date.Parameter.Code != ClinicalParameters.Date(type) && !IndexDraft.IsStamped(date.Parameter.Code))
                rows.Add(new DateEntry(Parameters.Number(date.Parameter.Code), date.Range));
        }
        return rows;
    }

    private List<QuantityEntry> Quantities()
    {
        var rows = new List<QuantityEntry>(entries.Numbers.Length + entries.Quantities.Length);
        foreach (var number in entries.Numbers)
            rows.Add(new QuantityEntry(Parameters.Number(number.Parameter.Code),
                new Amount(number.Range, null, null, null, default, null)));
        foreach (var quantity in entries.Quantities)
        {
            if (!SearchUnions.IsUnion(quantity.Parameter.Code))
                rows.Add(new QuantityEntry(Parameters.Number(quantity.Parameter.Code), Amount(keys, entries, quantity)));
        }
        return rows;
    }

    internal static Amount Amount(TokenKeys keys, IndexEntries from, Phr.Fhir.Indexing.QuantityEntry quantity)
    {
        var (system, code, unit) = (Text(from, quantity.System), Text(from, quantity.Code), Text(from, quantity.Unit));
        return new Amount(
            quantity.Range, code.Length == 0 ? null : keys.Unit(system, code), keys.Unit("", code.Length == 0 ? unit : code),
            code.Length == 0 || unit.Length == 0 || unit == code ? null : keys.Unit("", unit),
            quantity.Canonical, quantity.CanonicalUnit is { } canonical ? keys.Unit("canonical", canonical) : null);
    }

    private List<CompositeEntry> Composites()
    {
        var rows = new List<CompositeEntry>(entries.Composites.Length);
        foreach (var composite in entries.Composites)
        {
            if (!SearchUnions.IsUnion(composite.Parameter.Code))
                rows.Add(new CompositeDraft(keys, entries.Parts, targets).Complete(composite));
        }
        return rows;
    }

    private List<PlaceEntry> Places()
    {
        var rows = new List<PlaceEntry>(entries.Positions.Length);
        foreach (var position in entries.Positions)
            rows.Add(new PlaceEntry(position.Latitude, position.Longitude));
        return rows;
    }

    private string Text(TextRef text) => Text(entries, text);

    internal static string Text(IndexEntries from, TextRef text) => Encoding.UTF8.GetString(from.Text(text));
}

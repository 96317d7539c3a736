using System.Globalization;
using System.Text;
using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Fhir.Indexing;

namespace Phr.Tests.Fhir.Indexing;

/// <summary>Index entries as sorted lines of text, for assertions and golden files.</summary>
internal static class IndexText
{
    public static readonly TimeSpan Japan = TimeSpan.FromHours(9);

    public static IReadOnlyList<string> Of(string json)
    {
        using var document = FhirDocument.Parse(Samples.Utf8(json)).Document!;
        return Of(document.Root);
    }

    public static IReadOnlyList<string> Of(Element resource)
    {
        var entries = new IndexEntries();
        new ResourceIndexer(Japan).Index(resource, entries);
        return Of(entries);
    }

    /// <summary>Lines of one parameter, without its name.</summary>
    public static IEnumerable<string> Of(string json, string code) =>
        Of(json).Where(line => line.StartsWith(code + " ", StringComparison.Ordinal)).Select(line => line[(code.Length + 1)..]);

    public static IReadOnlyList<string> Of(IndexEntries entries)
    {
        var lines = new List<string>();
        foreach (var entry in entries.Tokens)
            lines.Add($"{entry.Parameter.Code} {Token(entry, entries)}");
        foreach (var entry in entries.References)
            lines.Add($"{entry.Parameter.Code} {Reference(entry, entries)}");
        foreach (var entry in entries.ReferenceIdentifiers)
            lines.Add($"{entry.Parameter.Code}:identifier {Token(entry, entries)}");
        foreach (var entry in entries.Dates)
            lines.Add($"{entry.Parameter.Code} {Date(entry.Range)}");
        foreach (var entry in entries.Strings)
            lines.Add($"{entry.Parameter.Code} '{Text(entry.Folded, entries)}' of '{Text(entry.Exact, entries)}'");
        foreach (var entry in entries.Numbers)
            lines.Add($"{entry.Parameter.Code} {Number(entry.Range)}");
        foreach (var entry in entries.Quantities)
            lines.Add($"{entry.Parameter.Code} {Quantity(entry, entries)}");
        foreach (var entry in entries.Uris)
            lines.Add($"{entry.Parameter.Code} <{Text(entry.Value, entries)}>");
        foreach (var entry in entries.Positions)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{entry.Parameter.Code} {entry.Latitude} {entry.Longitude}"));
        foreach (var entry in entries.Composites)
            lines.Add($"{entry.Parameter.Code} {Part(entry.First, entries)} $ {Part(entry.Second, entries)}"
                + (entry.Third.Index < 0 ? "" : $" $ {Part(entry.Third, entries)}"));
        foreach (var failure in entries.Failures)
            lines.Add($"{failure.Parameter.Code} failed: {failure.Reason}");
        foreach (var patient in entries.Patients)
            lines.Add($"(patient) {Reference(patient, entries)}");
        foreach (var code in entries.ClinicalCodes)
            lines.Add($"(code) {Text(code.System, entries)}|{Text(code.Code, entries)}");
        if (entries.ClinicalTime is { } time)
            lines.Add($"(time) {Date(time)}");
        if (entries.ClinicalValue is { } value)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"(value) {value}"));
        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private static string Part(CompositePart part, IndexEntries entries) => part.Type switch
    {
        SearchParameterType.Token => Token(entries.Parts.Tokens[part.Index], entries.Parts),
        SearchParameterType.Quantity => Quantity(entries.Parts.Quantities[part.Index], entries.Parts),
        SearchParameterType.Date => Date(entries.Parts.Dates[part.Index].Range),
        SearchParameterType.Reference => Reference(entries.Parts.References[part.Index], entries.Parts),
        SearchParameterType.String => Text(entries.Parts.Strings[part.Index].Folded, entries.Parts),
        SearchParameterType.Number => Number(entries.Parts.Numbers[part.Index].Range),
        _ => Text(entries.Parts.Uris[part.Index].Value, entries.Parts),
    };

    private static string Token(TokenEntry entry, IndexEntries entries) => $"{Text(entry.System, entries)}|{Text(entry.Code, entries)}";

    private static string Reference(ReferenceEntry entry, IndexEntries entries)
    {
        var version = entry.Version.IsEmpty ? "" : " version " + Text(entry.Version, entries);
        return entry.Type is { } type
            ? $"{entry.Form} {Text(entry.Base, entries)} {type.Name} {Text(entry.Id, entries)}{version}"
            : $"{entry.Form} {Text(entry.Text, entries)}{version}";
    }

    private static string Date(DateRange range) => $"{Instant(range.Low)} to {Instant(range.High)}";

    private static string Instant(DateTime at) =>
        at == DateTime.MinValue || at == DateTime.MaxValue
            ? "-" : at.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    private static string Number(NumericRange range) =>
        string.Create(CultureInfo.InvariantCulture, $"{range.Value} ({range.Low} to {range.High})");

    private static string Quantity(QuantityEntry entry, IndexEntries entries)
    {
        var canonical = entry.CanonicalUnit is null ? "" : $" = {Number(entry.Canonical)} {entry.CanonicalUnit}";
        return $"{Number(entry.Range)} {Text(entry.System, entries)}|{Text(entry.Code, entries)} '{Text(entry.Unit, entries)}'{canonical}";
    }

    private static string Text(TextRef text, IndexEntries entries) => Encoding.UTF8.GetString(entries.Text(text));
}

using System.Buffers;
using System.Runtime.InteropServices;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Indexing;

/// <summary>The index entries of one resource, by kind. Filled by <see cref="ResourceIndexer"/>; reuse one object for many
/// resources, one after the other: after the first ones nothing more is allocated. Texts are valid until the next resource
/// and while the document is not disposed.</summary>
public sealed class IndexEntries
{
    private readonly List<TokenEntry> tokens = [];
    private readonly List<ReferenceEntry> references = [];
    private readonly List<TokenEntry> referenceIdentifiers = [];
    private readonly List<TokenText> tokenTexts = [];
    private readonly List<TypedIdentifier> typedIdentifiers = [];
    private readonly List<DateEntry> dates = [];
    private readonly List<StringEntry> strings = [];
    private readonly List<NumberEntry> numbers = [];
    private readonly List<QuantityEntry> quantities = [];
    private readonly List<UriEntry> uris = [];
    private readonly List<PositionEntry> positions = [];
    private readonly List<CompositeEntry> composites = [];
    private readonly List<SearchParameter> present = [];
    private readonly List<IndexFailure> failures = [];
    private readonly List<ReferenceEntry> patients = [];
    private readonly List<CodingEntry> clinicalCodes = [];
    private readonly List<CodingEntry> codings = [];
    private readonly ArrayBufferWriter<byte> derived = new();
    private FhirDocument? document;
    private IndexEntries? parts;

    public ReadOnlySpan<TokenEntry> Tokens => CollectionsMarshal.AsSpan(tokens);

    public ReadOnlySpan<ReferenceEntry> References => CollectionsMarshal.AsSpan(references);

    /// <summary>Of references their identifier, for the modifier <c>:identifier</c>.</summary>
    public ReadOnlySpan<TokenEntry> ReferenceIdentifiers => CollectionsMarshal.AsSpan(referenceIdentifiers);

    /// <summary>Texts of coded values, for the modifier <c>:text</c>.</summary>
    public ReadOnlySpan<TokenText> TokenTexts => CollectionsMarshal.AsSpan(tokenTexts);

    /// <summary>Identifiers with their types, for the modifier <c>:of-type</c>.</summary>
    public ReadOnlySpan<TypedIdentifier> TypedIdentifiers => CollectionsMarshal.AsSpan(typedIdentifiers);

    public ReadOnlySpan<DateEntry> Dates => CollectionsMarshal.AsSpan(dates);

    public ReadOnlySpan<StringEntry> Strings => CollectionsMarshal.AsSpan(strings);

    public ReadOnlySpan<NumberEntry> Numbers => CollectionsMarshal.AsSpan(numbers);

    public ReadOnlySpan<QuantityEntry> Quantities => CollectionsMarshal.AsSpan(quantities);

    public ReadOnlySpan<UriEntry> Uris => CollectionsMarshal.AsSpan(uris);

    public ReadOnlySpan<PositionEntry> Positions => CollectionsMarshal.AsSpan(positions);

    public ReadOnlySpan<CompositeEntry> Composites => CollectionsMarshal.AsSpan(composites);

    /// <summary>The entries that composites are made of.</summary>
    public IndexEntries Parts => parts ??= new IndexEntries { document = document };

    /// <summary>Parameters that have a value, for the modifier <c>:missing</c>.</summary>
    public ReadOnlySpan<SearchParameter> Present => CollectionsMarshal.AsSpan(present);

    /// <summary>Parameters whose expression could not be evaluated on the resource. None of R4's is expected here.</summary>
    public ReadOnlySpan<IndexFailure> Failures => CollectionsMarshal.AsSpan(failures);

    /// <summary>The patients whose compartment the resource is in, the primary one first, each once; of a Patient none, it
    /// is in its own.</summary>
    public ReadOnlySpan<ReferenceEntry> Patients => CollectionsMarshal.AsSpan(patients);

    /// <summary>When what the resource tells of happened; null where it does not say.</summary>
    public DateRange? ClinicalTime { get; internal set; }

    /// <summary>What the resource is about: the codings of its main code.</summary>
    public ReadOnlySpan<CodingEntry> ClinicalCodes => CollectionsMarshal.AsSpan(clinicalCodes);

    /// <summary>Every Coding that stands in the resource, in parts, extensions and contained resources too.</summary>
    public ReadOnlySpan<CodingEntry> Codings => CollectionsMarshal.AsSpan(codings);

    /// <summary>Of an Observation its quantity, in the unit that it was given in.</summary>
    public double? ClinicalValue { get; internal set; }

    /// <summary>Elements that the expression at work has found.</summary>
    internal List<Element> Selected { get; } = [];

    /// <summary>The UTF-8 text of an entry.</summary>
    public ReadOnlySpan<byte> Text(TextRef text) =>
        text.IsDerived ? derived.WrittenSpan.Slice(text.Start, text.Length)
        : text.IsEmpty ? [] : document!.Bytes.Slice(text.Start, text.Length);

    internal void Begin(FhirDocument of)
    {
        document = of;
        tokens.Clear();
        references.Clear();
        referenceIdentifiers.Clear();
        tokenTexts.Clear();
        typedIdentifiers.Clear();
        dates.Clear();
        strings.Clear();
        numbers.Clear();
        quantities.Clear();
        uris.Clear();
        positions.Clear();
        composites.Clear();
        present.Clear();
        failures.Clear();
        patients.Clear();
        clinicalCodes.Clear();
        codings.Clear();
        (ClinicalTime, ClinicalValue) = (null, null);
        derived.ResetWrittenCount();
        parts?.Begin(of);
    }

    internal void Add(TokenEntry entry) => tokens.Add(entry);

    internal void Add(ReferenceEntry entry) => references.Add(entry);

    internal void AddReferenceIdentifier(TokenEntry entry) => referenceIdentifiers.Add(entry);

    internal void Add(TypedIdentifier entry) => typedIdentifiers.Add(entry);

    internal void AddTokenText(SearchParameter parameter, Element text)
    {
        if (text.Kind == JsonKind.String)
            tokenTexts.Add(new TokenText(parameter, DeriveFolded(Text(TextOf(text)))));
    }

    internal void Add(DateEntry entry) => dates.Add(entry);

    internal void Add(StringEntry entry) => strings.Add(entry);

    internal void Add(NumberEntry entry) => numbers.Add(entry);

    internal void Add(QuantityEntry entry) => quantities.Add(entry);

    internal void Add(UriEntry entry) => uris.Add(entry);

    internal void Add(PositionEntry entry) => positions.Add(entry);

    internal void Add(CompositeEntry entry) => composites.Add(entry);

    internal void AddPresent(SearchParameter parameter) => present.Add(parameter);

    internal void Add(IndexFailure failure) => failures.Add(failure);

    internal void AddPatient(ReferenceEntry patient) => patients.Add(patient);

    internal void AddClinicalCode(CodingEntry code) => clinicalCodes.Add(code);

    internal void Add(CodingEntry coding) => codings.Add(coding);

    /// <summary>How many entries there are that a parameter of a type makes.</summary>
    internal int Count(SearchParameterType type) => type switch
    {
        SearchParameterType.Token => tokens.Count,
        SearchParameterType.Reference => references.Count,
        SearchParameterType.Date => dates.Count,
        SearchParameterType.String => strings.Count,
        SearchParameterType.Number => numbers.Count,
        SearchParameterType.Quantity => quantities.Count,
        SearchParameterType.Uri => uris.Count,
        _ => 0,
    };

    /// <summary>The value of a primitive; nothing where there is none.</summary>
    internal TextRef TextOf(Element element)
    {
        if (!element.HasValue)
            return default;
        if (element.IsEscaped)
            return Derive(element.Utf8);
        var (start, end) = (element.RawRange.Start.Value, element.RawRange.End.Value);
        return element.Kind == JsonKind.String ? new TextRef(start + 1, end - start - 2, false) : new TextRef(start, end - start, false);
    }

    internal CodingEntry CodingOf(Element coding) => new(TextOf(coding.Child(Known.Names.System)), TextOf(coding.Child(Known.Names.Code)));

    /// <summary>A part of a text.</summary>
    internal static TextRef Slice(TextRef text, int start, int length) => new(text.Start + start, length, text.IsDerived);

    /// <summary>A text that is not in the document.</summary>
    internal TextRef Derive(ReadOnlySpan<byte> text)
    {
        var start = derived.WrittenCount;
        derived.Write(text);
        return new TextRef(start, text.Length, true);
    }

    internal TextRef DeriveFolded(ReadOnlySpan<byte> text)
    {
        var start = derived.WrittenCount;
        TextFolding.Fold(text, derived);
        return new TextRef(start, derived.WrittenCount - start, true);
    }
}

/// <param name="Reason">What FHIRPath says; without content of the resource.</param>
public readonly record struct IndexFailure(SearchParameter Parameter, string Reason);

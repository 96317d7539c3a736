using Phr.Fhir.Definitions;

namespace Phr.Fhir.Graph;

/// <summary>What a query needs to know before it can go on. Each is answered once, before the next round.</summary>
public abstract class GraphAsk
{
    private protected GraphAsk(GraphPlace place) => Place = place;

    /// <summary>Where the query asks.</summary>
    public GraphPlace Place { get; }

    /// <summary>A resource by its id.</summary>
    public sealed class Read : GraphAsk
    {
        internal Read(FhirType type, string id, string? version, GraphPlace place) : base(place) =>
            (Type, Id, Version) = (type, id, version);

        public FhirType Type { get; }

        public string Id { get; }

        /// <summary>Null for the present one.</summary>
        public string? Version { get; }

        internal bool IsAnswered { get; private set; }

        internal FhirDocument? Document { get; private set; }

        /// <summary>What is done when it is answered.</summary>
        internal List<Action<Element>> Waiting { get; } = [];

        /// <param name="resource">JSON; null where there is nothing that the caller may see.</param>
        public void Answer(ReadOnlyMemory<byte>? resource)
        {
            Document = resource is { } json ? FhirDocument.ParseLenient(json).Document : null;
            IsAnswered = true;
        }
    }

    /// <summary>Matches of a search.</summary>
    public sealed class Search : GraphAsk
    {
        private readonly string? _referred;

        internal Search(GraphSearch search, string? referred, GraphPlace place, Action<Search> done) : base(place) =>
            (Of, _referred, Done) = (search, referred, done);

        public GraphSearch Of { get; }

        /// <summary>As a search in REST has it, the resource that it stands in among the criteria.</summary>
        public IReadOnlyList<KeyValuePair<string, string>> Query =>
            Of.Reference is { } code ? [new(code, _referred!), .. Of.Query] : Of.Query;

        internal Action<Search> Done { get; }

        internal GraphPage Page { get; private set; } = new([], null, null, 0, 0);

        internal IReadOnlyList<FhirDocument> Documents { get; private set; } = [];

        public void Answer(GraphPage page)
        {
            Page = page;
            Documents = [.. page.Matches.Select(match => FhirDocument.ParseLenient(match).Document).OfType<FhirDocument>()];
        }
    }
}

/// <summary>A page of a search; of a list of matches its only one.</summary>
/// <param name="Matches">JSON, in order.</param>
/// <param name="Total">Of all matches; null where it was not asked for.</param>
/// <param name="Next">Cursor of the next page; null of the last.</param>
/// <param name="Offset">Matches before it.</param>
/// <param name="Size">Matches of a whole page.</param>
public sealed record GraphPage(IReadOnlyList<ReadOnlyMemory<byte>> Matches, long? Total, string? Next, long Offset, int Size);

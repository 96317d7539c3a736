using System.Buffers;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path;

namespace Phr.Fhir.Graph;

/// <summary>
/// Answers a query in rounds: what can be told is told, what has to be looked up is asked for, all of one level together. Does no I/O
/// itself. Not thread safe.
/// </summary>
/// <param name="serverBase">Of absolute references that are this server's own, with its slash.</param>
public sealed class GraphRun(GraphQuery query, FhirPathEnvironment environment, string serverBase) : IDisposable
{
    private readonly Dictionary<(FhirType Type, string Id, string? Version), GraphAsk.Read> _reads = [];
    private readonly List<GraphAsk.Search> _searches = [];
    private readonly GraphOutput.Object _answer = new([]);
    private List<GraphAsk> _asked = [];
    private int _values;
    private int _resources;

    /// <summary>Resources that the query reads.</summary>
    public int ResourcesMax { get; init; } = 5_000;

    /// <summary>Values of what the query asks about the schema; the whole of it has some 300,000.</summary>
    public int SchemaValuesMax { get; init; } = 1_000_000;

    /// <summary>Bytes of the answer.</summary>
    public int BytesMax { get; init; } = 64 << 20;

    /// <summary>Whether what was answered is more than <see cref="ResourcesMax"/>: then the next round is none, whatever else is
    /// answered.</summary>
    public bool IsBeyond => _resources + _asked.OfType<GraphAsk.Search>().Sum(search => search.Documents.Count) > ResourcesMax;

    /// <summary>Why there is no answer.</summary>
    public GraphFault? Fault { get; private set; }

    /// <param name="root">The resource that the query is about; <c>default</c> where it is about the whole server.</param>
    /// <returns>What the first round asks for; nothing where the answer is complete or there is a fault.</returns>
    public IReadOnlyList<GraphAsk> Begin(Element root) => Round(() => new GraphFilling(this, new GraphPaths(environment), serverBase)
        .Fill(_answer, query.Fields, query.Root is { } type ? new GraphOwner.Of(type) : new GraphOwner.Server(), root));

    /// <summary>Goes on when all that was asked for is answered.</summary>
    public IReadOnlyList<GraphAsk> Next() => Round(() =>
    {
        var answered = _asked;
        _asked = [];
        foreach (var ask in answered)
            Use(ask);
    });

    /// <summary>The answer as a JSON object; why there is none where its values do not fit together.</summary>
    public GraphFault? Write(IBufferWriter<byte> to)
    {
        try
        {
            GraphAnswer.Of(_answer).Write(to, BytesMax);
            return null;
        }
        catch (GraphStop stopped)
        {
            return Fault = stopped.Fault;
        }
    }

    public void Dispose()
    {
        foreach (var read in _reads.Values)
            read.Document?.Dispose();
        foreach (var document in _searches.SelectMany(search => search.Documents))
            document.Dispose();
    }

    private IReadOnlyList<GraphAsk> Round(Action round)
    {
        try
        {
            round();
            return _asked;
        }
        catch (GraphStop stopped)
        {
            Fault = stopped.Fault;
            return [];
        }
    }

    private void Use(GraphAsk ask)
    {
        switch (ask)
        {
            case GraphAsk.Read read:
                Count(read.Document is null ? 0 : 1, ask.Place);
                read.Waiting.ForEach(use => use(read.Document?.Root ?? default));
                read.Waiting.Clear();
                break;
            case GraphAsk.Search search:
                Count(search.Documents.Count, ask.Place);
                search.Done(search);
                break;
        }
    }

    private void Count(int resources, GraphPlace place)
    {
        if ((_resources += resources) > ResourcesMax)
            throw TooManyResources(place);
    }

    private GraphStop TooManyResources(GraphPlace place) =>
        GraphStop.At(place, $"A query reads at most {ResourcesMax} resources.", "too-costly");

    /// <summary>Asks for a resource, once however often; <c>default</c> where there is nothing that the caller may see.</summary>
    internal void Ask(FhirType type, string id, string? version, GraphPlace place, Action<Element> use)
    {
        if (!_reads.TryGetValue((type, id, version), out var read))
        {
            if (_reads.Count == ResourcesMax)
                throw TooManyResources(place);
            _reads[(type, id, version)] = read = new GraphAsk.Read(type, id, version, place);
            _asked.Add(read);
        }
        if (read.IsAnswered)
            use(read.Document?.Root ?? default);
        else
            read.Waiting.Add(use);
    }

    /// <param name="referred">The resource that the search stands in, as a reference; null of the whole server.</param>
    internal void Ask(GraphSearch search, string? referred, GraphPlace place, Action<GraphAsk.Search> done)
    {
        if (_searches.Count == GraphLimits.SearchesMax)
            throw GraphStop.At(place, $"A query searches at most {GraphLimits.SearchesMax} times.", "too-costly");
        var ask = new GraphAsk.Search(search, referred, place, done);
        _searches.Add(ask);
        _asked.Add(ask);
    }

    /// <summary>Refuses an answer that has more than <see cref="BytesMax"/>.</summary>
    internal static void CheckBytes(long bytes, int bytesMax, GraphPlace place)
    {
        if (bytes > bytesMax)
            throw GraphStop.At(place, $"An answer has at most {bytesMax} bytes.", "too-costly");
    }

    /// <summary>Counts values of the answer.</summary>
    internal void CountValues(int values, GraphPlace place)
    {
        if ((_values += values) > GraphLimits.ValuesMax)
            throw GraphStop.At(place, $"An answer has at most {GraphLimits.ValuesMax} values.", "too-costly");
    }
}

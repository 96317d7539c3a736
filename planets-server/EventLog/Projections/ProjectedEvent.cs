namespace Phr.EventLog;

/// <summary>
/// An event as an inline projection sees it: on its way into the log, or again in a rebuild. Both ways give the same
/// values but for
/// <paramref name="Facets"/>, which a rebuild does not have, and for the bodies of streams that were erased since.
/// </summary>
/// <param name="Body">Readable or none on the way in; any state in a rebuild.</param>
/// <param name="Facets">What the proposer knew of the body; null in a rebuild.</param>
public sealed record ProjectedEvent(
    long Position, StreamId Stream, EventKind Kind, string Type, string Id, int Version,
    DateTimeOffset? EventTime, DateTimeOffset RecordedTime, Origin Origin, EventBody Body, object? Facets);

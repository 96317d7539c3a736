namespace Phr.EventLog;

/// <summary>An event that a proposal wants to add; the log gives it its position, sequence and recorded time.</summary>
/// <param name="Kind">Any kind but <see cref="EventKind.Erased"/>.</param>
/// <param name="Type">
/// Type of the entity, at most <see cref="TypeBytesMax"/> bytes of UTF-8. Stays readable after erasure.
/// </param>
/// <param name="Id">
/// Id of the entity, at most <see cref="IdBytesMax"/> bytes of UTF-8. Stays readable after erasure.
/// </param>
/// <param name="Version">
/// Version of the entity that this event makes, counted by its owner; 0 where the entity has none.
/// </param>
/// <param name="EventTime">When it happened in the world, kept to the microsecond; null when unknown.</param>
/// <param name="Body">
/// What is sealed; empty for an event without body. Must not change until the append is answered.
/// </param>
/// <param name="Facets">
/// What the proposer already knows of the body and the inline projections need (index entries, for example). Not
/// stored: a rebuild works it out again from the body, and must come to the same rows.
/// </param>
public sealed record NewEvent(
    EventKind Kind, string Type, string Id, int Version, DateTimeOffset? EventTime, ReadOnlyMemory<byte> Body,
    object? Facets = null)
{
    public const int TypeBytesMax = 128;

    public const int IdBytesMax = 256;
}

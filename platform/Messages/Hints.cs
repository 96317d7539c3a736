namespace Phr.Platform.Messages;

/// <summary>
/// Stream <paramref name="Stream"/> of the event log reached <paramref name="Position"/>. A hint and nothing more: it says nothing of
/// health, and a consumer that never receives it finds the same events from its own durable position.
/// </summary>
/// <param name="Stream">Number of the stream.</param>
/// <param name="Position">Global position of its newest event.</param>
public sealed record StreamAdvanced(long Stream, long Position);

/// <summary>Hints of commits that came soon after one another, oldest first: one message of the bus.</summary>
public sealed record StreamsAdvanced(IReadOnlyList<StreamAdvanced> Hints);

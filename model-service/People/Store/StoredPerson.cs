using Phr.Model.Feed;

namespace Phr.Model.People.Store;

/// <summary>What is kept of a person between two starts.</summary>
/// <param name="Outcomes">Switched on when the place was reached, in ordinal order.</param>
/// <param name="Answer">Unsealed bytes of the last answer; null where there is none or it cannot be opened.</param>
/// <param name="Model">Digest of the models that gave it.</param>
public sealed record StoredPerson(FeedPlace Place, IReadOnlyList<string> Outcomes, string Model, byte[]? Answer);

/// <summary>A state on the way through a record, with a digest of the steps before it.</summary>
/// <param name="Model">Digest of the model as it was shipped: its states are the same however its answers are calibrated.</param>
public sealed record StoredCheckpoint(string Model, int Steps, byte[] Digest, Func<byte[]> State);

/// <summary>One outcome's answer, for the history.</summary>
/// <param name="Model">Digest of the model that gave it.</param>
public sealed record StoredAssessment(string Model, string Outcome, DateTimeOffset Moment, byte[] Answer);

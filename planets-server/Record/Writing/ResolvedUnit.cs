using Phr.Fhir.Writing;

namespace Phr.Planets.Record.Writing;

/// <summary>A unit once its conditions have been looked up.</summary>
/// <param name="Interactions">In their order; none of them depends on a condition any more.</param>
/// <param name="References">What the references inside it become.</param>
/// <param name="AreAsAssumed">Whether nothing came out other than the index was worked out with.</param>
internal sealed record ResolvedUnit(IReadOnlyList<Interaction> Interactions, ReferenceMap References, bool AreAsAssumed);

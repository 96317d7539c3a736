namespace Phr.Planets.Record.Writing;

/// <summary>What the references inside one unit become.</summary>
/// <param name="Assigned">From the fullUrl of an entry to the <c>Type/id</c> that it is stored as, if it is stored.</param>
/// <param name="Conditional">From a conditional reference as it was sent (<c>Patient?identifier=…</c>) to its search
/// (R4 http.html#trules).</param>
public sealed record UnitLinks(
    IReadOnlyDictionary<string, string> Assigned, IReadOnlyDictionary<string, WriteCondition> Conditional)
{
    /// <summary>
    /// Of the links of one entry: the server base, with its slash, of its RESTful fullUrl, which its relative references belong to first
    /// (R4 bundle.html#references). Null where it has none.
    /// </summary>
    public string? Base { get; init; }

    /// <summary>What the caller says about all that the unit writes.</summary>
    public AttachedProvenance? Provenance { get; init; }

    public static readonly UnitLinks None = new(new Dictionary<string, string>(), new Dictionary<string, WriteCondition>());
}

using Phr.Fhir.Structure;

namespace Phr.Fhir;

/// <summary>What reading a resource gave.</summary>
/// <param name="Document">Null where the bytes are no JSON object within the limits. With errors among the issues it is
/// there all the same, so that the sound entries of a faulty batch can be told by
/// <see cref="Element.IsFaulty"/>.</param>
/// <param name="Issues">In the order found; at most <see cref="ParseLimits.IssuesMax"/>.</param>
public readonly record struct ParseResult(FhirDocument? Document, IReadOnlyList<Issue> Issues)
{
    /// <summary>Whether there is a document without errors.</summary>
    public bool IsValid => Document is { Root.IsFaulty: false };
}

/// <summary>How much is read. Beyond a limit nothing is: one issue names the limit.</summary>
/// <param name="BytesMax">Length of the JSON in bytes.</param>
/// <param name="ElementsMax">Elements of the whole document, which takes 28 bytes each.</param>
/// <param name="DepthMax">Objects and arrays inside each other.</param>
/// <param name="IssuesMax">Issues kept; errors beyond are still marked on their elements.</param>
public sealed record ParseLimits(int BytesMax, int ElementsMax, int DepthMax, int IssuesMax)
{
    /// <summary>64 MiB, 2,000,000 elements, depth 64, 100 issues.</summary>
    public static ParseLimits Default { get; } = new(64 * 1024 * 1024, 2_000_000, 64, 100);
}

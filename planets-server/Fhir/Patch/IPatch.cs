using System.Diagnostics.CodeAnalysis;
using Phr.Fhir.Path;

namespace Phr.Fhir.Patch;

/// <summary>A change of a resource, told as steps. R4 http.html#patch.</summary>
public interface IPatch
{
    /// <summary>Applies all steps, or none: the resource as they leave it, or why one does not apply. Whether that is a
    /// sound resource is not asked here.</summary>
    /// <param name="resource">JSON object.</param>
    /// <param name="definitions">What answers for paths that ask terminology or profiles; without it they do not apply.</param>
    Patched Apply(ReadOnlyMemory<byte> resource, FhirPathEnvironment? definitions = null);

    /// <summary>Whether a path asks terminology or profiles.</summary>
    bool AsksDefinitions { get; }
}

/// <summary>What applying a patch gave.</summary>
/// <param name="Resource">JSON; empty where it did not apply.</param>
public readonly record struct Patched(ReadOnlyMemory<byte> Resource, PatchFault? Fault)
{
    [MemberNotNullWhen(true, nameof(Fault))]
    public bool IsRefused => Fault is not null;
}

public enum PatchFaultKind
{
    /// <summary>The patch itself is wrong.</summary>
    Malformed,
    /// <summary>It does not fit the resource as it is.</summary>
    Inapplicable,
    /// <summary>Over a limit.</summary>
    TooLarge,
}

/// <summary>Why a patch does not apply.</summary>
/// <param name="Reason">One sentence, without content of the resource.</param>
/// <param name="Place">The step in the patch.</param>
public sealed record PatchFault(PatchFaultKind Kind, string Reason, string Place);

/// <summary>Bounds of any patch.</summary>
public static class PatchLimits
{
    /// <summary>Steps of one patch.</summary>
    public const int StepsMax = 1_000;

    /// <summary>Objects and arrays inside each other, in a patch and in what it makes; as <see cref="ParseLimits.Default"/>.</summary>
    public const int DepthMax = 64;

    /// <summary>Bytes that the steps of one patch may copy, or that all of them together may read.</summary>
    public const long WorkBytesMax = 64L << 20;

    /// <summary>Steps of evaluation of all paths of one patch together.</summary>
    public const long PathWorkMax = 50_000_000;

    /// <summary>Time of all regular expressions of one patch together, where each has one.</summary>
    public const int RegexMillisecondsMax = 2_000;
}

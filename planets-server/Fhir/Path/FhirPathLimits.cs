namespace Phr.Fhir.Path;

/// <summary>How much one evaluation may take. Beyond a limit it ends with an error of kind Limit.</summary>
/// <param name="WorkMax">Steps: operations, items that they make, comparisons of two values.</param>
/// <param name="ItemsMax">Items of one collection.</param>
/// <param name="TextLengthMax">Characters of one computed string.</param>
/// <param name="RegexMilliseconds">Time of one match of a regular expression that needs backtracking.</param>
public sealed record FhirPathLimits(long WorkMax, int ItemsMax, int TextLengthMax, int RegexMilliseconds)
{
    /// <summary>10,000,000 steps, 1,000,000 items, 1,000,000 characters, 100 ms.</summary>
    public static FhirPathLimits Default { get; } = new(10_000_000, 1_000_000, 1_000_000, 100);
}

namespace Phr.Fhir.Path.Values;

/// <summary>What one evaluation has spent of its limits. Where a limit ends it, the error names the operation under way.</summary>
internal sealed class Work(FhirPathLimits limits)
{
    private long _left = limits.WorkMax;

    public FhirPathLimits Limits { get; } = limits;

    /// <summary>Steps so far.</summary>
    public long Spent => Limits.WorkMax - _left;

    /// <summary>Where the operation under way stands in the expression.</summary>
    public int Offset { get; set; }

    public void Spend(int units = 1)
    {
        _left -= units;
        if (_left < 0)
            throw Over($"The evaluation takes more than {Limits.WorkMax} steps.");
    }

    /// <summary>Spends for a collection made, and ends where it is over the limit.</summary>
    public Collection Counted(Collection result)
    {
        Spend(result.Count);
        CheckItems(result.Count);
        return result;
    }

    /// <summary>Spends for one more item, and ends where there are too many.</summary>
    public void CheckItems(int count)
    {
        Spend();
        if (count > Limits.ItemsMax)
            throw Over($"A collection has more than {Limits.ItemsMax} items.");
    }

    /// <summary>Spends for a string made, and ends where it is over the limit.</summary>
    public string Counted(string text)
    {
        Spend(1 + (text.Length / 64));
        return text.Length <= Limits.TextLengthMax ? text : throw Over($"A string is longer than {Limits.TextLengthMax} characters.");
    }

    public EvaluationStopped Over(string reason) => new(new(FhirPathErrorKind.Limit, reason, Offset));
}

/// <summary>
/// Ends an evaluation from any depth; <see cref="FhirPathExpression"/> alone catches it and gives the error back as a value.
/// Every operation would otherwise carry an error beside its result, for what hardly ever happens.
/// </summary>
internal sealed class EvaluationStopped(FhirPathError error) : Exception(error.Reason)
{
    public FhirPathError Error { get; } = error;
}

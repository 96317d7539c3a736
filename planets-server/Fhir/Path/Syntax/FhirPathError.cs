namespace Phr.Fhir.Path;

/// <summary>What kind of fault an expression or its evaluation has.</summary>
public enum FhirPathErrorKind
{
    /// <summary>The text is no FHIRPath expression.</summary>
    Syntax,
    /// <summary>An unknown function or type, or an element that the definitions do not have.</summary>
    Semantic,
    /// <summary>The values met do not suit the operation.</summary>
    Execution,
    /// <summary>Over a limit of size or work.</summary>
    Limit,
}

/// <summary>Why an expression does not compile or evaluate. Quotes the expression at most, never the data.</summary>
/// <param name="Reason">One sentence.</param>
/// <param name="Offset">Characters before the place in the expression.</param>
public sealed record FhirPathError(FhirPathErrorKind Kind, string Reason, int Offset)
{
    /// <summary>The place as line and column of a text, counted from 1.</summary>
    public (int Line, int Column) Place(string expression)
    {
        var before = expression.AsSpan(0, Math.Min(Offset, expression.Length));
        return (before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }
}

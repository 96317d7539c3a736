namespace Phr.Fhir.Graph;

/// <summary>A value of the answer, before lists and flattened fields are put in their places.</summary>
internal abstract record GraphOutput
{
    private GraphOutput()
    {
    }

    public sealed record Leaf(Element Element) : GraphOutput;

    public sealed record Word(string Text) : GraphOutput;

    public sealed record Number(long Value) : GraphOutput;

    /// <summary>An item of a list that has nothing.</summary>
    public sealed record Nothing : GraphOutput;

    /// <summary>JSON that is written as it is.</summary>
    public sealed record Json(ReadOnlyMemory<byte> Text) : GraphOutput;

    public sealed record Object(List<GraphMember> Members) : GraphOutput;
}

/// <summary>A field of an object with its values, which come later where they have to be asked for.</summary>
/// <param name="Type">What its values are, so that flattened ones are not put beside others.</param>
/// <param name="IsMany">Whether it is a list by its definition.</param>
/// <param name="IsShown">Whether it is there, too, where it has no values.</param>
internal sealed record GraphMember(GraphField Field, string Type, bool IsMany, bool IsShown = false)
{
    /// <summary>Each with what is added to the key, which is empty but for slices.</summary>
    public List<(GraphOutput Value, string Suffix)> Items { get; } = [];
}

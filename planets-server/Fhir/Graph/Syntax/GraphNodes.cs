namespace Phr.Fhir.Graph.Syntax;

/// <summary>A value as a query or its variables have it.</summary>
internal abstract record GraphValue
{
    private GraphValue()
    {
    }

    public sealed record Variable(string Name, GraphPlace Place) : GraphValue;

    /// <summary>A string, a number or the name of an enumeration: FHIR's values are told apart by their elements, not by quotes.</summary>
    /// <param name="Kind">How it is written.</param>
    public sealed record Scalar(string Text, ScalarKind Kind) : GraphValue;

    public sealed record Null : GraphValue;

    public sealed record List(IReadOnlyList<GraphValue> Items) : GraphValue
    {
        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items);

        public override int GetHashCode() => Items.Count;
    }

    /// <summary>No argument of FHIR's takes one.</summary>
    public sealed record Object : GraphValue;
}

internal enum ScalarKind
{
    Text,
    Integer,
    Decimal,
    Boolean,
    Name,
}

internal sealed record ArgumentNode(string Name, GraphValue Value, GraphPlace Place);

internal sealed record DirectiveNode(string Name, IReadOnlyList<ArgumentNode> Arguments, GraphPlace Place);

internal abstract record SelectionNode(IReadOnlyList<DirectiveNode> Directives, GraphPlace Place)
{
    public sealed record Field(
        string Key, string Name, IReadOnlyList<ArgumentNode> Arguments, IReadOnlyList<DirectiveNode> Directives,
        IReadOnlyList<SelectionNode> Selections, GraphPlace Place) : SelectionNode(Directives, Place);

    /// <summary><c>...name</c></summary>
    public sealed record Spread(string Name, IReadOnlyList<DirectiveNode> Directives, GraphPlace Place) : SelectionNode(Directives, Place);

    /// <summary><c>... on Type { }</c></summary>
    /// <param name="Type">Null for any.</param>
    public sealed record Inline(
        string? Type, IReadOnlyList<DirectiveNode> Directives, IReadOnlyList<SelectionNode> Selections, GraphPlace Place)
        : SelectionNode(Directives, Place);
}

/// <param name="Type">As it is written, without <c>!</c> at its end.</param>
/// <param name="IsRequired">Whether <c>!</c> stands at its end.</param>
internal sealed record VariableNode(string Name, string Type, bool IsRequired, GraphValue? Default, GraphPlace Place);

/// <param name="Kind">query, mutation or subscription.</param>
internal sealed record OperationNode(
    string Kind, string? Name, IReadOnlyList<VariableNode> Variables, IReadOnlyList<DirectiveNode> Directives,
    IReadOnlyList<SelectionNode> Selections, GraphPlace Place);

internal sealed record FragmentNode(string Name, string Type, IReadOnlyList<SelectionNode> Selections, GraphPlace Place);

internal sealed record DocumentNode(IReadOnlyList<OperationNode> Operations, IReadOnlyDictionary<string, FragmentNode> Fragments);

using System.Collections.Immutable;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Syntax;

/// <summary>A parsed expression.</summary>
internal abstract record Expr
{
    private Expr()
    {
    }

    /// <summary>Characters of the text before the expression, or before the operator of one.</summary>
    public int Offset { get; init; }

    /// <summary>Expressions inside each other, this one included.</summary>
    public virtual int Depth => 1;

    public sealed record Empty : Expr;

    public sealed record Literal(Value Value) : Expr;

    /// <param name="Name"><c>this</c>, <c>index</c> or <c>total</c>.</param>
    public sealed record Variable(string Name) : Expr;

    /// <summary>An environment variable such as <c>%resource</c>.</summary>
    public sealed record External(string Name) : Expr;

    /// <param name="Target">Null of a name at the start of a path.</param>
    public sealed record Member(Expr? Target, string Name) : Expr
    {
        public override int Depth { get; } = 1 + (Target?.Depth ?? 0);
    }

    /// <param name="Target">Null of a function at the start of a path.</param>
    public sealed record Call(Expr? Target, string Name, ImmutableArray<Expr> Arguments) : Expr
    {
        public override int Depth { get; } = 1 + Math.Max(Target?.Depth ?? 0, Arguments.Select(each => each.Depth).DefaultIfEmpty().Max());
    }

    public sealed record Indexer(Expr Target, Expr Index) : Expr
    {
        public override int Depth { get; } = 1 + Math.Max(Target.Depth, Index.Depth);
    }

    public sealed record Negation(Expr Operand, bool IsMinus) : Expr
    {
        public override int Depth { get; } = 1 + Operand.Depth;
    }

    public sealed record Binary(BinaryOperator Operator, Expr Left, Expr Right) : Expr
    {
        public override int Depth { get; } = 1 + Math.Max(Left.Depth, Right.Depth);
    }

    /// <summary>The operators <c>is</c> and <c>as</c>.</summary>
    public sealed record TypeOperation(Expr Operand, bool IsTest, TypeSpecifier Type) : Expr
    {
        public override int Depth { get; } = 1 + Operand.Depth;
    }
}

/// <param name="Namespace">FHIR, System or another; null where the name is unqualified.</param>
internal sealed record TypeSpecifier(string? Namespace, string Name)
{
    public override string ToString() => Namespace is null ? Name : $"{Namespace}.{Name}";
}

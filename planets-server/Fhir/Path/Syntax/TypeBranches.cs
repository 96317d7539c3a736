using Phr.Fhir.Definitions;
using Phr.Fhir.Path.Evaluation;

namespace Phr.Fhir.Path.Syntax;

/// <summary>
/// Leaves those parts of a union out that begin with another type than the context has. The expressions of search parameters
/// list a branch for each of up to 32 types.
/// </summary>
internal static class TypeBranches
{
    /// <summary>The expression for contexts of one type; null where it has nothing for them.</summary>
    public static Expr? For(Expr expression, FhirType context)
    {
        if (expression is not Expr.Binary { Operator: BinaryOperator.Union } union)
            return BeginsWith(expression) is { } type && !context.Is(type) && !type.Is(context) ? null : expression;
        var (left, right) = (For(union.Left, context), For(union.Right, context));
        return left is null ? right : right is null ? left : union with { Left = left, Right = right };
    }

    private static FhirType? BeginsWith(Expr expression) => expression switch
    {
        Expr.Member { Target: null, Name: var name } => OperationCompiler.RootType(name),
        Expr.Member { Target: { } target } => BeginsWith(target),
        Expr.Call { Target: { } target } => BeginsWith(target),
        Expr.Indexer { Target: var target } => BeginsWith(target),
        Expr.TypeOperation { IsTest: false, Operand: var operand } => BeginsWith(operand),
        _ => null,
    };
}

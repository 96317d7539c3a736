using System.Collections.Frozen;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path.Evaluation;
using Phr.Fhir.Path.Functions;
using Phr.Fhir.Path.Syntax;

namespace Phr.Fhir.Path.Checking;

/// <summary>
/// Finds what cannot mean anything for a context of a type, by the definitions alone (FHIRPath §10, Type safety): a name that
/// no possible type has, a type that the context is not, a place in an order that does not exist, a string function on what is
/// no string.
/// </summary>
internal sealed class StaticCheck
{
    private static readonly FrozenSet<string> OnItems = new[]
    {
        "where", "select", "all", "exists", "repeat", "aggregate", "sort", "trace",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> OfOrder =
        new[] { "first", "last", "tail", "skip", "take" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> SameItems = new[]
    {
        "where", "first", "last", "tail", "skip", "take", "single", "distinct", "intersect", "exclude", "trace", "sort", "checkModifiers",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> OfStrings =
        StringFunctions.All.Select(function => function.Name).Where(name => name != "join").ToFrozenSet(StringComparer.Ordinal);

    private readonly Shape _context;
    private FhirPathError? _error;

    private StaticCheck(Shape context) => _context = context;

    /// <summary>The first thing that cannot mean anything, or null. One part of a union may be about another type of context.</summary>
    public static FhirPathError? Find(Expr expression, FhirType context)
    {
        var check = new StaticCheck(Shape.Of(context));
        check.Infer(TypeBranches.For(expression, context) ?? expression, check._context);
        return check._error;
    }

    private Shape Infer(Expr expression, Shape scope) => expression switch
    {
        Expr.Variable { Name: "this" } => scope,
        Expr.External { Name: "context" or "resource" } => _context,
        Expr.Member member => Member(member, scope),
        Expr.Call call => Call(call, scope),
        Expr.Indexer indexer => Indexer(indexer, scope),
        Expr.Negation negation => Both(negation.Operand, null, scope),
        Expr.Binary { Operator: BinaryOperator.Union } union => Infer(union.Left, scope).With(Infer(union.Right, scope)),
        Expr.Binary binary => Both(binary.Left, binary.Right, scope),
        Expr.TypeOperation { IsTest: false } cast => Infer(cast.Operand, scope).Narrowed(TypeTest.Resolve(cast.Type)?.Fhir),
        Expr.TypeOperation test => Both(test.Operand, null, scope),
        _ => Shape.Unknown,
    };

    private Shape Both(Expr left, Expr? right, Shape scope)
    {
        Infer(left, scope);
        if (right is not null)
            Infer(right, scope);
        return Shape.Unknown;
    }

    private Shape Member(Expr.Member member, Shape scope)
    {
        if (member.Target is null && OperationCompiler.RootType(member.Name) is { } root)
            return Root(member, root, scope);
        var target = member.Target is null ? scope : Infer(member.Target, scope);
        return target.Child(member.Name)
            ?? Fail($"{string.Join(" or ", target.Types!.Select(type => type.Name))} has no element {member.Name}.", member.Offset);
    }

    private Shape Root(Expr.Member member, FhirType root, Shape scope)
    {
        if (scope.Types is null)
            return scope.Narrowed(root);
        var types = scope.Types.Where(type => type.Is(root) || root.Is(type)).ToArray();
        return types.Length > 0 ? new(types)
            : Fail($"{string.Join(" or ", scope.Types.Select(type => type.Name))} is no {member.Name}.", member.Offset);
    }

    private Shape Indexer(Expr.Indexer indexer, Shape scope)
    {
        var target = Infer(indexer.Target, scope);
        Infer(indexer.Index, scope);
        return target.IsOrdered ? target : Fail("The items have no order that an index could count.", indexer.Offset);
    }

    private Shape Call(Expr.Call call, Shape scope)
    {
        var target = call.Target is null ? scope : Infer(call.Target, scope);
        if (OfOrder.Contains(call.Name) && !target.IsOrdered)
            return Fail($"The items have no order that {call.Name}() could go by.", call.Offset);
        if (OfStrings.Contains(call.Name) && target.Types is { } types && !types.Any(type => type.IsPrimitive))
            return Fail($"{call.Name}() is called on {types[0].Name}, which is no string.", call.Offset);
        if (call.Name is "ofType" or "as" && call.Arguments is [var argument])
            return target.Narrowed(OperationCompiler.Specifier(argument) is { } type ? TypeTest.Resolve(type)?.Fhir : null);
        if (call.Name == "is")
            return Shape.Unknown;
        var inner = OnItems.Contains(call.Name) || (call.Name == "iif" && call.Target is not null) ? target : scope;
        var arguments = call.Arguments.Select(each => Infer(each, inner)).ToArray();
        return Result(call, target, arguments);
    }

    private static Shape Result(Expr.Call call, Shape target, Shape[] arguments) => call.Name switch
    {
        "children" or "descendants" => Shape.Unknown with { IsOrdered = false },
        "select" => arguments[0] with { IsOrdered = arguments[0].IsOrdered && target.IsOrdered },
        "union" or "combine" => target.With(arguments[0]),
        "extension" => Shape.Of(Known.Extension),
        "sort" => target with { IsOrdered = true },
        _ when SameItems.Contains(call.Name) => target,
        _ => Shape.Unknown,
    };

    private Shape Fail(string reason, int offset)
    {
        _error ??= new(FhirPathErrorKind.Semantic, reason, offset);
        return Shape.Unknown;
    }
}

using Phr.Fhir.Definitions;
using Phr.Fhir.Path.Functions;
using Phr.Fhir.Path.Syntax;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Evaluation;

/// <summary>
/// An expression that only goes from elements to elements: names, types, and the few conditions that search parameters use.
/// It is walked on the tape of the document without allocating, where evaluating makes a collection for every step.
/// </summary>
internal sealed class ElementWalk
{
    private readonly Stage[][] _branches;

    private ElementWalk(Stage[][] branches) => _branches = branches;

    /// <summary>The walk that an expression is, or null where it computes anything.</summary>
    public static ElementWalk? Of(Expr expression)
    {
        var branches = new List<Stage[]>();
        return TryBranches(expression, branches) ? new([.. branches]) : null;
    }

    /// <summary>Of each part of the union the name that it goes on by first; null where it stays at the element.</summary>
    public IEnumerable<string?> FirstNames =>
        _branches.Select(stages => stages.Where(stage => stage.Keeps is null).Select(stage => stage.Step.Name).FirstOrDefault());

    /// <summary>Adds the elements that the walk leads to. What two branches of a union lead to is added by each.</summary>
    public void Select(Element from, List<Element> into)
    {
        foreach (var stages in _branches)
            Walk(from, stages, into);
    }

    private static void Walk(Element element, ReadOnlySpan<Stage> stages, List<Element> into)
    {
        while (!stages.IsEmpty && stages[0].Keeps is { } keeps)
        {
            if (!keeps(element))
                return;
            stages = stages[1..];
        }
        if (stages.IsEmpty)
        {
            into.Add(element);
            return;
        }
        foreach (var child in stages[0].Step.Children(element))
            Walk(child, stages[1..], into);
    }

    private static bool TryBranches(Expr expression, List<Stage[]> branches)
    {
        if (expression is Expr.Binary { Operator: BinaryOperator.Union } union)
            return TryBranches(union.Left, branches) && TryBranches(union.Right, branches);
        var stages = new List<Stage>();
        if (!TryStages(expression, stages))
            return false;
        branches.Add([.. stages]);
        return true;
    }

    private static bool TryStages(Expr expression, List<Stage> stages)
    {
        if (expression is Expr.Variable { Name: "this" })
            return true;
        var (target, stage) = expression switch
        {
            Expr.Member { Target: null } root when OperationCompiler.RootType(root.Name) is { } type => (null, Filter(type)),
            Expr.Member member => (member.Target, new Stage(PathStep.Of(member.Name), null)),
            Expr.TypeOperation { IsTest: false } cast => (cast.Operand, Filter(cast.Type, isExact: false)),
            Expr.Call { Name: "as", Arguments: [var type] } cast =>
                (cast.Target, Filter(OperationCompiler.Specifier(type), isExact: false)),
            Expr.Call { Name: "ofType", Arguments: [var type] } filter =>
                (filter.Target, Filter(OperationCompiler.Specifier(type), isExact: true)),
            Expr.Call { Name: "where", Arguments: [var condition] } filter => (filter.Target, Condition(condition)),
            _ => (null, (Stage?)null),
        };
        if (stage is null || (target is not null && !TryStages(target, stages)))
            return false;
        stages.Add(stage.Value);
        return true;
    }

    private static Stage Filter(FhirType type) => new(default, element => element.Type is { } own && own.Is(type));

    private static Stage? Filter(TypeSpecifier? specifier, bool isExact)
    {
        if (specifier is null || TypeTest.Resolve(specifier) is not { Fhir: { } type })
            return null;
        return isExact && type.IsPrimitive ? new(default, element => ReferenceEquals(element.Type, type)) : Filter(type);
    }

    // where(resolve() is Patient) and where(system = 'phone').
    private static Stage? Condition(Expr condition) => condition switch
    {
        Expr.TypeOperation { IsTest: true, Operand: Expr.Call { Name: "resolve", Target: null, Arguments: [] } } test
            when TypeTest.Resolve(test.Type) is { Fhir: { IsResource: true } type } => new(default, element => RefersTo(element, type)),
        Expr.Binary
        {
            Operator: BinaryOperator.Equal,
            Left: Expr.Member { Target: null, Name: var name },
            Right: Expr.Literal { Value: Value.String { Text: var text } },
        } when OperationCompiler.RootType(name) is null => Equal(PathStep.Of(name), System.Text.Encoding.UTF8.GetBytes(text)),
        _ => null,
    };

    private static bool RefersTo(Element reference, FhirType type)
    {
        if (References.TypeNamed(reference) is { } named)
            return named.Is(type);
        return References.Text(reference) is { } text && References.Find(reference, text).Type is { } found && found.Is(type);
    }

    private static Stage Equal(PathStep step, byte[] text) => new(default, element =>
    {
        var isEqual = false;
        foreach (var child in step.Children(element))
        {
            if (isEqual)
                return false;
            isEqual = SystemValue.IsText(child) && child.Utf8.SequenceEqual(text);
            if (!isEqual)
                return false;
        }
        return isEqual;
    });

    /// <param name="Step">The name to go on by, where <paramref name="Keeps"/> is null.</param>
    /// <param name="Keeps">The condition to stay by.</param>
    private readonly record struct Stage(PathStep Step, Func<Element, bool>? Keeps);
}

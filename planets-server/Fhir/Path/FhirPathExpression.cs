using Phr.Fhir.Definitions;
using Phr.Fhir.Path.Checking;
using Phr.Fhir.Path.Evaluation;
using Phr.Fhir.Path.Syntax;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path;

/// <summary>A FHIRPath expression (2.0.0 with the additions of R4), compiled. Thread safe; evaluate it as often as wanted.</summary>
public sealed class FhirPathExpression
{
    private readonly Expr _expression;
    private readonly Operation _operation;
    private readonly ElementWalk? _walk;

    private FhirPathExpression(Expr expression, Operation operation)
    {
        _expression = expression;
        _operation = operation;
        _walk = ElementWalk.Of(expression);
    }

    /// <summary>
    /// Whether a value depends on terminology or profiles, which <see cref="FhirPathEnvironment"/> has to answer for:
    /// <c>memberOf()</c>, <c>subsumes()</c>, <c>subsumedBy()</c>, <c>conformsTo()</c>, <c>elementDefinition()</c>, <c>slice()</c>.
    /// </summary>
    public bool AsksDefinitions { get; private init; }

    /// <summary>Compiles a text, without looking into the cache: see <see cref="FhirPathCache"/>.</summary>
    public static FhirPathCompilation Compile(string text) =>
        Parser.Parse(text, out var error) is { } expression ? Compile(expression) : new(null, error);

    /// <summary>
    /// The expression for contexts of one type: the same result for them, without the parts of a union that begin with another
    /// type. Repetitions within the one part that is left stay, which a union would drop.
    /// </summary>
    public FhirPathExpression ForType(FhirType type) =>
        Compile(TypeBranches.For(_expression, type) ?? new Expr.Empty()).Expression!;

    /// <summary>
    /// What in the expression cannot mean anything for contexts of a type, by the definitions of R4; null where nothing is found.
    /// </summary>
    public FhirPathError? Check(FhirType type) => StaticCheck.Find(_expression, type);

    /// <summary>
    /// Adds the elements that the expression leads to, where it only goes from elements to elements, as most search parameters
    /// do; without allocating, and with what two parts of a union have in common added by each.
    /// </summary>
    /// <returns>False where the expression computes values: then evaluate it.</returns>
    public bool TrySelect(Element context, List<Element> into)
    {
        _walk?.Select(context, into);
        return _walk is not null;
    }

    /// <summary>Where the expression is a walk, the names of the children that it begins with, with null for staying at the
    /// element: without any of them it leads nowhere. Null where it computes values.</summary>
    internal IEnumerable<string?>? FirstNames => _walk?.FirstNames;

    /// <summary>Evaluates the expression on one element; on nothing where it is <c>default</c>.</summary>
    public FhirPathResult Evaluate(Element context, FhirPathEnvironment environment) =>
        Evaluate(Collection.Of(context), environment);

    /// <summary>Evaluates the expression on a collection.</summary>
    public FhirPathResult Evaluate(Collection context, FhirPathEnvironment environment)
    {
        if (environment.IsStrict && context.OnlyValue is Value.Node { Element.Type: { } type } && Check(type) is { } meaningless)
            return new(default, meaningless);
        var run = new Run(environment, context);
        try
        {
            return new(_operation(new(run, context)), null) { Spent = run.Work.Spent };
        }
        catch (EvaluationStopped stopped)
        {
            return new(default, stopped.Error) { Spent = run.Work.Spent };
        }
    }

    /// <summary>The expression written anew, without comments and needless parentheses.</summary>
    public override string ToString() => ExprText.Write(_expression);

    private static FhirPathCompilation Compile(Expr expression)
    {
        var compiler = new OperationCompiler();
        var operation = compiler.Compile(expression);
        return compiler.Error is null
            ? new(new(expression, operation) { AsksDefinitions = compiler.AsksDefinitions }, null) : new(null, compiler.Error);
    }
}

/// <summary>What compiling gave: an expression, or the error in its text.</summary>
public readonly record struct FhirPathCompilation(FhirPathExpression? Expression, FhirPathError? Error);

/// <summary>What evaluating gave: the items, or the error that ended it.</summary>
public readonly record struct FhirPathResult(Collection Items, FhirPathError? Error)
{
    /// <summary>Steps that it took, of <see cref="FhirPathLimits.WorkMax"/>.</summary>
    public long Spent { get; init; }
}

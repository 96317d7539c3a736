using System.Diagnostics;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path.Functions;
using Phr.Fhir.Path.Syntax;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Evaluation;

/// <summary>Turns a parsed expression into operations once, so that evaluating looks up no name.</summary>
internal sealed class OperationCompiler
{
    private static readonly Operation This = (in Scope scope) => scope.This;

    /// <summary>The first fault; then the operations are of no use.</summary>
    public FhirPathError? Error { get; private set; }

    /// <summary>Whether a function is called that asks definitions.</summary>
    public bool AsksDefinitions { get; private set; }

    public Operation Compile(Expr expression) => expression switch
    {
        Expr.Empty => (in Scope _) => default,
        Expr.Literal { Value: var value } => Constant(Collection.Of(value)),
        Expr.Variable variable => Variable(variable),
        Expr.External external => ExternalVariables.Compile(external.Name, external.Offset),
        Expr.Member => Path(expression),
        Expr.Call call => Call(call),
        Expr.Indexer indexer => Indexer(Compile(indexer.Target), Compile(indexer.Index), indexer.Offset),
        Expr.Negation negation => OperatorOperations.Negation(Compile(negation.Operand), negation.IsMinus, negation.Offset),
        Expr.Binary binary => OperatorOperations.Binary(binary.Operator, Compile(binary.Left), Compile(binary.Right), binary.Offset),
        Expr.TypeOperation operation => TypeOperation(operation.Operand, operation.IsTest, operation.Type, operation.Offset),
        _ => throw new UnreachableException(),
    };

    /// <summary>Whether a name at the start of a path is that of a type.</summary>
    public static FhirType? RootType(string name) =>
        name.Length > 0 && char.IsAsciiLetterUpper(name[0]) && R4.Type(name) is { IsPrimitive: false } type ? type : null;

    // The names at the end of a path, and the expression that they start from, if it is not the input.
    private static (FhirType? Type, List<PathStep> Steps) Steps(Expr expression, out Expr? start)
    {
        var steps = new List<PathStep>();
        FhirType? type = null;
        start = expression;
        while (start is Expr.Member { Target: var target, Name: var name })
        {
            if (target is null && RootType(name) is { } root)
                type = root;
            else
                steps.Insert(0, PathStep.Of(name));
            start = target;
        }
        return (type, steps);
    }

    private Operation Path(Expr expression)
    {
        var (type, steps) = Steps(expression, out var start);
        var (path, offset) = (new NamePath(type, steps), expression.Offset);
        var from = start is null ? This : Compile(start);
        return (in Scope scope) =>
        {
            var input = from(scope);
            scope.Work.Offset = offset;
            return path.Select(input, scope.Work);
        };
    }

    private static Operation Constant(Collection value) => (in Scope _) => value;

    private static Operation Variable(Expr.Variable variable) => variable.Name switch
    {
        "this" => This,
        "total" => (in Scope scope) => scope.Total,
        _ => (in Scope scope) => scope.Index is { } index ? Collection.Of(index) : default,
    };

    private static Operation Indexer(Operation target, Operation index, int offset) => (in Scope scope) =>
    {
        var items = target(scope);
        return index(scope).Integer(offset) is { } place && place >= 0 && place < items.Count ? Collection.Of(items[place]) : default;
    };

    private Operation Call(Expr.Call call)
    {
        var target = call.Target is null ? This : null;
        switch (call.Name)
        {
            case "is" or "as" when call.Arguments is [var argument]:
                return TypeOperation(call.Target, call.Name == "is", Specifier(argument), call.Offset);
            case "ofType" when call.Arguments is [var argument]:
                return OfType(target ?? Compile(call.Target!), Specifier(argument), call.Offset);
            case "getReferenceKey" when call.Arguments is [Expr.Member or Expr.Literal { Value: Value.String }] arguments:
                return ReferenceKey(target ?? Compile(call.Target!), arguments[0], call.Offset);
            case "sort":
                return Sorting.Compile(target ?? Compile(call.Target!), call, Compile);
        }
        if (FunctionTable.Find(call.Name) is not { } function)
            return Fail($"There is no function {call.Name}().", call.Offset);
        if (call.Arguments.Length < function.ArgumentsMin || call.Arguments.Length > function.ArgumentsMax)
            return Fail($"{call.Name}() does not take {call.Arguments.Length} arguments.", call.Offset);
        AsksDefinitions |= function.AsksDefinitions;
        return Invocation(function, target ?? Compile(call.Target!), [.. call.Arguments.Select(Compile)], call.Offset);
    }

    // The type is named as one, or by a string (SQL on FHIR 2, getReferenceKey).
    private Operation ReferenceKey(Operation target, Expr argument, int offset)
    {
        var specifier = argument is Expr.Literal { Value: Value.String text } ? new TypeSpecifier(null, text.Text) : Specifier(argument);
        return Resolved(specifier, offset) is { Fhir: { } type } ? (in Scope scope) => KeyFunctions.OfReferences(target(scope), type) : This;
    }

    private static Operation Invocation(Function function, Operation target, Operation[] arguments, int offset) => (in Scope scope) =>
    {
        var input = target(scope);
        scope.Work.Offset = offset;
        return scope.Work.Counted(function.Body(new(scope, input, arguments, offset)));
    };

    private Operation TypeOperation(Expr? operand, bool isTest, TypeSpecifier? type, int offset)
    {
        if (Resolved(type, offset) is not { } test)
            return This;
        if (isTest && test.Fhir is { IsResource: true } && operand is Expr.Call { Name: "resolve", Arguments: [], Target: var referring })
            return ReferenceTest.Compile(referring is null ? This : Compile(referring), Compile(operand), test, offset);
        var target = operand is null ? This : Compile(operand);
        return isTest ? Is(target, test, offset) : As(target, test, offset);
    }

    private static Operation Is(Operation target, TypeTest test, int offset) => (in Scope scope) =>
    {
        var items = target(scope);
        return items.Count > 1 ? throw Singleton.Fault("is takes one item.", offset)
            : items.OnlyValue is { } value ? Collection.Of(test.Matches(value))
            : default;
    };

    // R4's search parameters use as to pick from several items, where the language wants one.
    private static Operation As(Operation target, TypeTest test, int offset) => (in Scope scope) =>
    {
        var items = target(scope);
        if (items.Count > 1 && scope.Run.Environment.IsStrict)
            throw Singleton.Fault("as takes one item.", offset);
        return Filter(items, test.Matches);
    };

    private Operation OfType(Operation target, TypeSpecifier? type, int offset) =>
        Resolved(type, offset) is { } test ? (in Scope scope) => Filter(target(scope), test.Selects) : This;

    private static Collection Filter(Collection items, Func<Value, bool> keeps)
    {
        if (items.OnlyValue is { } only)
            return keeps(only) ? items : default;
        var into = new Collection.Builder();
        foreach (var item in items)
            if (keeps(item))
                into.Add(item);
        return into.ToCollection();
    }

    /// <summary>The type that an argument names, or null.</summary>
    public static TypeSpecifier? Specifier(Expr argument) => argument switch
    {
        Expr.Member { Target: null, Name: var name } => new(null, name),
        Expr.Member { Target: Expr.Member { Target: null, Name: var space }, Name: var name } => new(space, name),
        _ => null,
    };

    private TypeTest? Resolved(TypeSpecifier? type, int offset)
    {
        var test = type is null ? null : TypeTest.Resolve(type);
        if (test is null)
            Fail(type is null ? "The name of a type is expected here." : $"There is no type {type}.", offset);
        return test;
    }

    private Operation Fail(string reason, int offset)
    {
        Error ??= new(FhirPathErrorKind.Semantic, reason, offset);
        return This;
    }
}

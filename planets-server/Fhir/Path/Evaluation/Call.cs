using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Evaluation;

/// <summary>One call of a function.</summary>
/// <param name="Scope">What the call stands in: arguments that are values are evaluated there.</param>
/// <param name="Input">The collection before the dot.</param>
/// <param name="Offset">Where the name of the function stands.</param>
internal readonly record struct Call(Scope Scope, Collection Input, Operation[] Arguments, int Offset)
{
    public Work Work => Scope.Work;

    public FhirPathEnvironment Environment => Scope.Run.Environment;

    /// <summary>The value of an argument; empty where it is left out.</summary>
    public Collection Argument(int index) => index < Arguments.Length ? Arguments[index](Scope) : default;

    public string? TextArgument(int index) => Argument(index).Text(Offset);

    public int? IntegerArgument(int index) => Argument(index).Integer(Offset);

    /// <summary>An argument that is an expression over the items of the input, evaluated on one of them.</summary>
    public Collection On(Value item, int index, int argument = 0)
    {
        Work.Spend();
        return Arguments[argument](Scope.For(item, index));
    }

    public string? Text() => Input.Text(Offset);

    public Value? Single() => Input.Single(Offset);

    public EvaluationStopped Fault(string reason) => Singleton.Fault(reason, Offset);
}

/// <summary>What a function does with its input and arguments.</summary>
internal delegate Collection FunctionBody(in Call call);

/// <param name="ArgumentsMin">Arguments that must be given.</param>
/// <param name="ArgumentsMax">Arguments that may be given.</param>
internal sealed record Function(string Name, int ArgumentsMin, int ArgumentsMax, FunctionBody Body)
{
    /// <summary>Whether its answer depends on definitions beside those of R4's types: terminology, profiles.</summary>
    public bool AsksDefinitions { get; init; }
}

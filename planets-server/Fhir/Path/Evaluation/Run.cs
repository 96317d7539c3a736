using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Evaluation;

/// <summary>What lasts through one evaluation of one expression.</summary>
internal sealed class Run(FhirPathEnvironment environment, Collection context)
{
    private DateTimeOffset? _now;

    public FhirPathEnvironment Environment { get; } = environment;

    /// <summary>What the expression is evaluated on, <c>%context</c>.</summary>
    public Collection Context { get; } = context;

    public Work Work { get; } = new(environment.Limits);

    /// <summary>The same instant whenever the expression asks.</summary>
    public Temporal Now => Temporal.FromInstant(_now ??= Environment.Clock.GetLocalNow());
}

/// <summary>What a part of an expression sees.</summary>
/// <param name="This">The input of the path: the context, or the item that a function goes through.</param>
/// <param name="Index">Of that item; null outside such a function.</param>
/// <param name="Total">What <c>aggregate()</c> has gathered.</param>
internal readonly record struct Scope(Run Run, Collection This, int? Index = null, Collection Total = default)
{
    public Work Work => Run.Work;

    public Scope For(Value item, int index) => this with { This = Collection.Of(item), Index = index };
}

/// <summary>A compiled part of an expression. Any number of threads may call it.</summary>
internal delegate Collection Operation(in Scope scope);

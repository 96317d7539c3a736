using System.Collections.Frozen;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path;

/// <summary>
/// What an evaluation may ask of its surroundings. A function whose question nobody answers is an error where it is called,
/// except <c>resolve()</c>, which then finds only what the document itself holds.
/// </summary>
public sealed record FhirPathEnvironment
{
    public static FhirPathEnvironment Default { get; } = new();

    /// <summary>Read once an evaluation, when <c>now()</c>, <c>today()</c> or <c>timeOfDay()</c> first asks.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public FhirPathLimits Limits { get; init; } = FhirPathLimits.Default;

    /// <summary>
    /// Whether an expression that cannot mean anything for the resource is an error: an element that its type does not have,
    /// an order among children, <c>as</c> of several items, a condition that is no Boolean. Search parameters and invariants
    /// are written for the lenient reading.
    /// </summary>
    public bool IsStrict { get; init; }

    /// <summary>The resource that a reference outside the document names, or <c>default</c>.</summary>
    public Func<string, Element>? Resolve { get; init; }

    /// <summary>Whether a code, Coding or CodeableConcept is in the value set with a canonical URL; null where that is unknown.</summary>
    public Func<Value, string, bool?>? MemberOf { get; init; }

    /// <summary>Whether the first Coding or CodeableConcept subsumes the second; null where that is unknown.</summary>
    public Func<Value, Value, bool?>? Subsumes { get; init; }

    /// <summary>Whether an element conforms to the profile with a canonical URL; null where the profile is unknown.</summary>
    public Func<Element, string, bool?>? ConformsTo { get; init; }

    /// <summary>The ElementDefinition of an element, or <c>default</c>.</summary>
    public Func<Element, Element>? ElementDefinition { get; init; }

    /// <summary>Whether an element is in the slice with a name of the profile with a canonical URL; null where either is unknown.</summary>
    public Func<Element, string, string, bool?>? IsInSlice { get; init; }

    /// <summary>Receives what <c>trace()</c> is called with.</summary>
    public Action<string, Collection>? Trace { get; init; }

    /// <summary>Further variables by name without the percent sign.</summary>
    public IReadOnlyDictionary<string, Collection> Variables { get; init; } = FrozenDictionary<string, Collection>.Empty;
}

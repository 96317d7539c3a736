using System.Collections.Frozen;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path.Syntax;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Evaluation;

/// <summary>A type specifier resolved: which values are of the type. Quantity alone is a type of both models.</summary>
internal sealed class TypeTest
{
    public const string SystemNamespace = "System";
    public const string FhirNamespace = "FHIR";

    /// <summary>The base of all System types.</summary>
    private const string Any = "Any";

    private static readonly FrozenSet<string> SystemTypes =
        new[] { Any, "Boolean", "String", "Integer", "Decimal", "Date", "DateTime", "Time", "Quantity" }.ToFrozenSet();

    private readonly string? _system;

    private TypeTest(FhirType? fhir, string? system)
    {
        Fhir = fhir;
        _system = system;
    }

    /// <summary>The FHIR type, if it is one.</summary>
    public FhirType? Fhir { get; }

    /// <summary>The test of a specifier; null where neither model has the type. An unknown System type holds no value.</summary>
    public static TypeTest? Resolve(TypeSpecifier specifier)
    {
        var fhir = specifier.Namespace is null or FhirNamespace ? R4.Type(specifier.Name) : null;
        var system = specifier.Namespace == SystemNamespace || (specifier.Namespace is null && SystemTypes.Contains(specifier.Name))
            ? specifier.Name : null;
        return fhir is null && system is null ? null : new(fhir, system);
    }

    /// <summary>Whether a value is of the type or one that specialises it.</summary>
    public bool Matches(Value value) => value is Value.Node node
        ? Fhir is not null && node.Element.Type is { } type && type.Is(Fhir)
        : _system is not null && value.SystemType is { } name && (_system == name || _system == Any);

    /// <summary>
    /// Whether <c>ofType()</c> keeps a value: as <see cref="Matches"/>, but a code is not taken for a string (official suite,
    /// testFHIRPathAsFunction16).
    /// </summary>
    public bool Selects(Value value) =>
        value is Value.Node { Element.Type: { IsPrimitive: true } type } ? ReferenceEquals(type, Fhir) : Matches(value);
}

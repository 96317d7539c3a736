using Phr.Fhir.Definitions;

namespace Phr.Fhir.Path.Checking;

/// <summary>What the definitions tell of a collection before anything is evaluated.</summary>
/// <param name="Types">The FHIR types that its items can have; null where that is not known, as of computed values.</param>
/// <param name="IsOrdered">Whether the order of its items means anything.</param>
internal sealed record Shape(IReadOnlyList<FhirType>? Types, bool IsOrdered = true)
{
    public static Shape Unknown { get; } = new((IReadOnlyList<FhirType>?)null);

    public static Shape Of(FhirType type) => type.IsAbstract ? Unknown : new([type]);

    /// <summary>The children with a name; null where no type has it.</summary>
    public Shape? Child(string name)
    {
        if (Types is null)
            return this;
        var types = Types.Select(type => type.Element(name)).OfType<ElementDefinition>()
            .SelectMany(element => element.Properties).Select(property => property.Type).Distinct().ToArray();
        return types.Length == 0 ? null : new(types.Any(type => type.IsAbstract) ? null : types, IsOrdered);
    }

    public Shape With(Shape other) =>
        new(Types is null || other.Types is null ? null : [.. Types.Union(other.Types)], IsOrdered && other.IsOrdered);

    /// <summary>The items that are of a type or one that specialises it.</summary>
    public Shape Narrowed(FhirType? type) => new(type is null || type.IsAbstract ? null : [type], IsOrdered);
}

using System.Diagnostics;

namespace Phr.Fhir.Definitions;

/// <summary>An R4 type: data type, resource, or the group of elements below one element. One instance each, so they
/// compare by reference.</summary>
[DebuggerDisplay("{Name}")]
public sealed class FhirType
{
    private Utf8Table<FhirProperty> properties = new([]);

    internal FhirType(int number, TypeRow row, FhirType? parent)
    {
        Number = number;
        Name = row.Name;
        Kind = row.Kind;
        IsAbstract = row.Abstract;
        Parent = parent;
        Primitive = row.Kind == FhirTypeKind.Primitive ? Enum.Parse<PrimitiveKind>(row.Name, ignoreCase: true) : PrimitiveKind.None;
    }

    /// <summary>Place in <see cref="R4.Types"/>.</summary>
    public int Number { get; }

    /// <summary>Such as Patient or HumanName; of a group its path, such as Patient.contact.</summary>
    public string Name { get; }

    /// <summary>The name FHIRPath's <c>type()</c> gives: that of <see cref="Name"/>, but for a group BackboneElement or
    /// Element.</summary>
    public string TypeName => Kind == FhirTypeKind.Backbone ? Parent!.Name : Name;

    /// <summary>What kind of type.</summary>
    public FhirTypeKind Kind { get; }

    /// <summary>Which primitive type, or none.</summary>
    public PrimitiveKind Primitive { get; }

    /// <summary>Whether no instance can be of exactly this type (Element, Resource, DomainResource …).</summary>
    public bool IsAbstract { get; }

    /// <summary>The type that this one specialises; null of Element and Resource.</summary>
    public FhirType? Parent { get; }

    /// <summary>In the order of the definition, those of the parents included.</summary>
    public IReadOnlyList<ElementDefinition> Elements { get; private set; } = [];

    public bool IsResource => Kind == FhirTypeKind.Resource;

    public bool IsPrimitive => Kind == FhirTypeKind.Primitive;

    /// <summary>Bit n is set where the element with index n has to be there.</summary>
    internal ulong Required { get; private set; }

    /// <summary>The property with a JSON name such as <c>valueQuantity</c>, or null.</summary>
    public FhirProperty? Property(ReadOnlySpan<byte> jsonName) => properties.Find(jsonName);

    /// <summary>The element with a name such as <c>value</c>, or null.</summary>
    public ElementDefinition? Element(string name) => Elements.FirstOrDefault(element => element.Name == name);

    /// <summary>Whether this is <paramref name="other"/> or specialises it, at any distance.</summary>
    public bool Is(FhirType other)
    {
        for (var type = this; type is not null; type = type.Parent)
            if (ReferenceEquals(type, other))
                return true;
        return false;
    }

    internal void Complete(IReadOnlyList<ElementDefinition> elements)
    {
        // One bit an element in the masks of the structure check; R4's longest type has 54.
        if (elements.Count > 64)
            throw new InvalidDataException($"{Name} has more elements than the structure check can count.");
        Elements = elements;
        Required = elements.Where(element => element.IsRequired).Aggregate(0UL, (mask, element) => mask | 1UL << element.Index);
        properties = new([.. elements.SelectMany(element => element.Properties)
            .Select(property => KeyValuePair.Create(property.JsonName, property))]);
    }
}

using System.Globalization;
using Phr.Fhir;

namespace Phr.Conformance.Profiles;

/// <summary>What an ElementDefinition says of an element; null of what it does not say.</summary>
internal sealed record ElementFacts
{
    /// <summary>Of <see cref="Max"/>: no maximum.</summary>
    public const int Unbounded = int.MaxValue;

    public int? Min { get; init; }

    public int? Max { get; init; }

    public IReadOnlyList<TypeFacts>? Types { get; init; }

    public ExpectedValue? Fixed { get; init; }

    public ExpectedValue? Pattern { get; init; }

    public BindingFacts? Binding { get; init; }

    public IReadOnlyList<ConstraintFacts> Constraints { get; init; } = [];

    public SlicingFacts? Slicing { get; init; }

    /// <summary>Id of the element whose content this one has, without the number sign.</summary>
    public string? ContentReference { get; init; }

    public int? MaxLength { get; init; }

    public ExpectedValue? MinValue { get; init; }

    public ExpectedValue? MaxValue { get; init; }

    public bool? IsModifier { get; init; }

    public static ElementFacts Read(Element definition) => new()
    {
        Min = Number(definition, "min"),
        Max = definition.Child("max").Text switch { null => null, "*" => Unbounded, _ => Number(definition, "max") },
        Types = definition.Child("type").Exists ? [.. TypeFacts.ReadAll(definition)] : null,
        Fixed = Value(definition, "fixed"),
        Pattern = Value(definition, "pattern"),
        Binding = BindingFacts.Read(definition.Child("binding")),
        Constraints = [.. ConstraintFacts.ReadAll(definition)],
        Slicing = SlicingFacts.Read(definition.Child("slicing")),
        ContentReference = definition.Child("contentReference").Text is { } reference ? reference[(reference.IndexOf('#') + 1)..] : null,
        MaxLength = Number(definition, "maxLength"),
        MinValue = Value(definition, "minValue"),
        MaxValue = Value(definition, "maxValue"),
        IsModifier = definition.Child("isModifier").Boolean,
    };

    /// <summary>These facts with what a differential says put over them; constraints add up.</summary>
    public ElementFacts With(ElementFacts differential) => new()
    {
        Min = differential.Min ?? Min,
        Max = differential.Max ?? Max,
        Types = differential.Types ?? Types,
        Fixed = differential.Fixed ?? Fixed,
        Pattern = differential.Pattern ?? Pattern,
        Binding = differential.Binding ?? Binding,
        Constraints = [.. Constraints.Where(own => !differential.Constraints.Any(other =>
            other.Key == own.Key)), .. differential.Constraints],
        Slicing = differential.Slicing ?? Slicing,
        ContentReference = differential.ContentReference ?? ContentReference,
        MaxLength = differential.MaxLength ?? MaxLength,
        MinValue = differential.MinValue ?? MinValue,
        MaxValue = differential.MaxValue ?? MaxValue,
        IsModifier = differential.IsModifier ?? IsModifier,
    };

    private static int? Number(Element definition, string name) =>
        int.TryParse(definition.Child(name).Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static ExpectedValue? Value(Element definition, string name) =>
        definition.Child(name) is { Exists: true } value ? ExpectedValue.Of(value) : null;
}

/// <param name="Code">Name of the type; FHIRPath's system types are replaced by string.</param>
/// <param name="Profiles">Canonical URLs; a value conforms to one of them.</param>
/// <param name="Targets">Of a Reference or canonical: what it may name.</param>
internal sealed record TypeFacts(string Code, IReadOnlyList<string> Profiles, IReadOnlyList<string> Targets)
{
    public static IEnumerable<TypeFacts> ReadAll(Element definition)
    {
        var types = new List<TypeFacts>();
        foreach (var type in definition.Children("type"))
        {
            var code = type.Child("code").Text ?? "";
            types.Add(new(code.Contains('/') ? "string" : code, Texts(type, "profile"), Texts(type, "targetProfile")));
        }
        return types;
    }

    private static List<string> Texts(Element owner, string name)
    {
        var texts = new List<string>();
        foreach (var item in owner.Children(name))
            if (item.Text is { } text)
                texts.Add(text);
        return texts;
    }
}

/// <param name="Strength">required, extensible, preferred or example.</param>
/// <param name="MaxValueSet">The value set that no code may be outside of (extension elementdefinition-maxValueSet).</param>
internal sealed record BindingFacts(string Strength, string ValueSet, string? MaxValueSet)
{
    private const string Maximum = "http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet";

    public static BindingFacts? Read(Element binding)
    {
        if (!binding.Exists || binding.Child("valueSet").Text is not { } valueSet)
            return null;
        string? maximum = null;
        foreach (var extension in binding.Children("extension"))
            if (extension.Child("url").Text == Maximum)
                maximum = extension.Child("value").Text;
        return new(binding.Child("strength").Text ?? "example", valueSet, maximum);
    }
}

/// <summary>An invariant.</summary>
/// <param name="Human">What it asks for, in words of its author.</param>
internal sealed record ConstraintFacts(string Key, bool IsError, string Human, string Expression)
{
    public static IEnumerable<ConstraintFacts> ReadAll(Element definition)
    {
        var constraints = new List<ConstraintFacts>();
        foreach (var constraint in definition.Children("constraint"))
            if (constraint.Child("key").Text is { } key && constraint.Child("expression").Text is { } expression)
                constraints.Add(new(key, constraint.Child("severity").Text != "warning", constraint.Child("human").Text ?? "", expression));
        return constraints;
    }
}

internal enum SlicingMode { Open, Closed, OpenAtEnd }

internal sealed record SlicingFacts(IReadOnlyList<DiscriminatorFacts> Discriminators, bool IsOrdered, SlicingMode Mode)
{
    public static SlicingFacts? Read(Element slicing)
    {
        if (!slicing.Exists)
            return null;
        var discriminators = new List<DiscriminatorFacts>();
        foreach (var discriminator in slicing.Children("discriminator"))
            discriminators.Add(new(discriminator.Child("type").Text ?? "", discriminator.Child("path").Text ?? "$this"));
        return new(discriminators, slicing.Child("ordered").Boolean ?? false, slicing.Child("rules").Text switch
        {
            "closed" => SlicingMode.Closed,
            "openAtEnd" => SlicingMode.OpenAtEnd,
            _ => SlicingMode.Open,
        });
    }
}

/// <param name="Kind">value, pattern, exists, type or profile.</param>
internal sealed record DiscriminatorFacts(string Kind, string Path);

using System.Diagnostics;

namespace Phr.Fhir.Definitions;

/// <summary>An element of a type: <c>value[x]</c> of Observation is one element with eleven properties.</summary>
[DebuggerDisplay("{Owner.Name}.{Name}")]
public sealed class ElementDefinition
{
    internal ElementDefinition(FhirType owner, int index, ElementRow row, RequiredCodes? codes)
    {
        Owner = owner;
        Index = index;
        Name = row.Name;
        IsChoice = row.Choice;
        IsRequired = row.Min > 0;
        IsMany = row.Many;
        IsSummary = row.Summary;
        RequiredCodes = codes;
    }

    /// <summary>The type that has the element.</summary>
    public FhirType Owner { get; }

    /// <summary>Place in the owner's elements, from 0 to 63.</summary>
    public int Index { get; }

    /// <summary>Without <c>[x]</c>.</summary>
    public string Name { get; }

    /// <summary>Number of the name, the same for equal names of all types: see <see cref="R4.NameId"/>.</summary>
    public int NameId { get; internal init; }

    /// <summary>Whether the name in JSON carries the type, as in <c>valueQuantity</c>.</summary>
    public bool IsChoice { get; }

    /// <summary>Whether the minimum is 1.</summary>
    public bool IsRequired { get; }

    /// <summary>Whether the element repeats, and so is an array in JSON.</summary>
    public bool IsMany { get; }

    /// <summary>Whether a summary of a resource has the element (R4 search.html#summary).</summary>
    public bool IsSummary { get; }

    /// <summary>One, or of a choice one a type.</summary>
    public IReadOnlyList<FhirProperty> Properties { get; internal set; } = [];

    /// <summary>The codes of a required binding that the definitions list, or null.</summary>
    public RequiredCodes? RequiredCodes { get; }
}

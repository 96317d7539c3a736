using Phr.Fhir.Definitions;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Views;

/// <summary>A column of a view (SQL on FHIR 2, ViewDefinition.select.column).</summary>
/// <param name="IsCollection">Whether its value is a list; otherwise several values are a fault.</param>
/// <param name="IsComplex">Whether its type is declared and is no primitive: only then a value may be an object.</param>
/// <param name="Place">Of its definition.</param>
public sealed record ViewColumn(string Name, FhirPathExpression Path, bool IsCollection, bool IsComplex, string Place);

/// <summary>What is wrong with a view, or with a resource for it.</summary>
/// <param name="Place">In the ViewDefinition, as FHIRPath.</param>
public sealed record ViewFault(string Reason, string Place);

/// <summary>
/// A tabular projection of the resources of one type, compiled. A pure function of a resource; SQL on FHIR 2, "Processing Algorithm".
/// </summary>
public sealed class ViewDefinition
{
    internal ViewDefinition(FhirType resource, string? name, IReadOnlyList<ViewColumn> columns, ViewSelection root) =>
        (Resource, Name, Columns, Root) = (resource, name, columns, root);

    public FhirType Resource { get; }

    public string? Name { get; }

    /// <summary>Of a row, in order.</summary>
    public IReadOnlyList<ViewColumn> Columns { get; }

    internal ViewSelection Root { get; }

    internal IReadOnlyList<(FhirPathExpression Path, string Place)> Conditions { get; init; } = [];

    internal IReadOnlyDictionary<string, Collection> Constants { get; init; } = new Dictionary<string, Collection>();

    /// <summary>Whether an expression asks for the place of the element that a row is about.</summary>
    internal bool AsksRowIndex { get; init; }
}

/// <summary>Over which elements a selection goes.</summary>
internal enum ViewIteration
{
    /// <summary>It stays where it is.</summary>
    None,

    ForEach,

    ForEachOrNull,

    /// <summary>What paths lead to, and from there again, at every depth.</summary>
    Repeat,
}

/// <summary>A select: its own columns, then those of its selects, then those of its union.</summary>
/// <param name="Paths">Of the iteration; one, or for a repetition several.</param>
/// <param name="Width">Columns in all.</param>
internal sealed record ViewSelection(
    ViewIteration Iteration, IReadOnlyList<FhirPathExpression> Paths, IReadOnlyList<ViewColumn> Columns,
    IReadOnlyList<ViewSelection> Selects, IReadOnlyList<ViewSelection> Union, int Width, string Place);

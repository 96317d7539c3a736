using System.Text;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Graph;

/// <summary>Which elements of a list are asked for. R4 graphql.html#list.</summary>
/// <param name="Equal">Values that a child has to have, as text.</param>
/// <param name="Path">Over the whole list; null for all of it.</param>
internal sealed record GraphFilter(
    IReadOnlyList<(FhirProperty Property, string Value)> Equal, FhirPathExpression? Path, int Offset, int? Count)
{
    /// <exception cref="GraphStop">An argument is none of a list of this type.</exception>
    public static GraphFilter Read(GraphField field, FhirType type)
    {
        var equal = new List<(FhirProperty, string)>();
        foreach (var name in field.Arguments.Names.Where(name => name is not ("fhirpath" or "_offset" or "_count")))
        {
            if (type.Property(Encoding.UTF8.GetBytes(name)) is not { Type.IsPrimitive: true } property
                || field.Arguments.Text(name) is not { } value)
                throw field.Wrong($"'{field.Name}' cannot be filtered by '{name}' with this value.", "not-supported");
            equal.Add((property, value));
        }
        return new GraphFilter(
            equal, Condition(field), field.Arguments.Number("_offset", field) ?? 0, field.Arguments.Number("_count", field));
    }

    /// <summary>What the argument <c>fhirpath</c> leaves of a list; null where it is not there.</summary>
    public static FhirPathExpression? Condition(GraphField field)
    {
        if (field.Arguments.Find("fhirpath") is null)
            return null;
        var text = field.Arguments.Text("fhirpath") ?? throw field.Wrong("'fhirpath' is FHIRPath as a string.");
        // By itself first: it is not to end the function that is put around it.
        var error = FhirPathCache.Shared.Compile(text).Error;
        var (expression, wrapped) = error is null ? FhirPathCache.Shared.Compile($"where({text}\n)") : new(null, error);
        return expression ?? throw field.Wrong($"This is not FHIRPath: {wrapped!.Reason}");
    }

    public IReadOnlyList<Element> Of(List<Element> elements, GraphPaths paths)
    {
        IReadOnlyList<Element> left = Equal.Count == 0 ? elements : [.. elements.Where(IsEqual)];
        if (Path is not null && left.Count > 0)
            left = paths.Select(Path, left);
        return Offset == 0 && Count is null ? left : [.. left.Skip(Offset).Take(Count ?? int.MaxValue)];
    }

    private bool IsEqual(Element element)
    {
        foreach (var (property, value) in Equal)
        {
            var isThere = false;
            foreach (var child in element.Children(property.Element.NameId))
                isThere |= child.Property == property && child.Text == value;
            if (!isThere)
                return false;
        }
        return true;
    }
}

/// <summary>FHIRPath of one query, within its limit.</summary>
internal sealed class GraphPaths(FhirPathEnvironment environment)
{
    private long _left = GraphLimits.PathWorkMax;

    /// <summary>The elements that a path leads to from some.</summary>
    public IReadOnlyList<Element> Select(FhirPathExpression path, IEnumerable<Element> from) =>
        [.. Evaluate(path, Collection.Of(from.Select(one => new Value.Node(one)))).OfType<Value.Node>().Select(one => one.Element)];

    /// <exception cref="GraphStop">It means nothing for these, or takes too much.</exception>
    public Collection Evaluate(FhirPathExpression path, Collection on)
    {
        var limits = environment.Limits with { WorkMax = Math.Max(1, Math.Min(_left, environment.Limits.WorkMax)) };
        var result = path.Evaluate(on, environment with { Limits = limits });
        _left -= result.Spent;
        return result.Error is null
            ? result.Items
            : throw new GraphStop(new GraphFault(
                $"FHIRPath: {result.Error.Reason}", null, result.Error.Kind == FhirPathErrorKind.Limit ? "too-costly" : "processing"));
    }
}

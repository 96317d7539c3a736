using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Views;

/// <summary>The rows that resources become. Not thread safe.</summary>
public sealed class ViewRows
{
    internal const string RowIndex = "rowIndex";

    private readonly ViewDefinition _view;
    private readonly FhirPathEnvironment _environment;

    public ViewRows(ViewDefinition view, FhirPathEnvironment environment)
    {
        _view = view;
        _environment = environment with { Variables = view.Constants };
    }

    /// <summary>Steps of FHIRPath that it took so far.</summary>
    public long Spent { get; private set; }

    /// <summary>
    /// Rows of a resource: a value a column, null where a row was made of nothing. None where it is of another type or a condition does not
    /// hold.
    /// </summary>
    public (IReadOnlyList<Collection?[]> Rows, ViewFault? Fault) Of(Element resource)
    {
        try
        {
            return resource.Type == _view.Resource && Holds(resource) ? (Rows(_view.Root, Collection.Of(resource), 0), null) : ([], null);
        }
        catch (Faulty faulty)
        {
            return ([], faulty.Fault);
        }
    }

    private bool Holds(Element resource)
    {
        foreach (var (path, place) in _view.Conditions)
        {
            var result = Evaluate(path, Collection.Of(resource), 0, place);
            if (result.IsEmpty)
                return false;
            if (result.OnlyValue is not { } value || SystemValue.Of(value) is not Value.Boolean holds)
                throw new Faulty("A condition is true or false.", place);
            if (!holds.IsTrue)
                return false;
        }
        return true;
    }

    private List<Collection?[]> Rows(ViewSelection selection, Collection node, int rowIndex)
    {
        var rows = new List<Collection?[]>();
        var index = 0;
        foreach (var focus in Foci(selection, node, rowIndex))
            Add(rows, OfFocus(selection, Collection.Of(focus), selection.Iteration == ViewIteration.None ? rowIndex : index++), selection);
        if (rows.Count == 0 && index == 0 && selection.Iteration == ViewIteration.ForEachOrNull)
            rows.Add(new Collection?[selection.Width]);
        return rows;
    }

    private IEnumerable<Value> Foci(ViewSelection selection, Collection node, int rowIndex) => selection.Iteration switch
    {
        ViewIteration.None => node,
        ViewIteration.Repeat => Below(selection, node, 1),
        _ => Evaluate(selection.Paths[0], node, rowIndex, selection.Place),
    };

    private IEnumerable<Value> Below(ViewSelection selection, Collection node, int depth)
    {
        var place = $"{selection.Place}.repeat";
        foreach (var path in selection.Paths)
        {
            foreach (var child in Evaluate(path, node, 0, place))
            {
                if (depth > ViewLimits.RepeatDepthMax)
                    throw new Faulty($"A repetition goes down at most {ViewLimits.RepeatDepthMax} elements.", place);
                yield return child;
                foreach (var further in Below(selection, Collection.Of(child), depth + 1))
                    yield return further;
            }
        }
    }

    private List<Collection?[]> OfFocus(ViewSelection selection, Collection focus, int rowIndex)
    {
        var own = new Collection?[selection.Columns.Count];
        for (var i = 0; i < own.Length; i++)
            own[i] = Cell(selection.Columns[i], focus, rowIndex);
        List<Collection?[]> rows = [own];
        foreach (var select in selection.Selects)
            rows = Crossed(rows, Rows(select, focus, rowIndex), selection);
        if (selection.Union.Count == 0)
            return rows;
        var union = new List<Collection?[]>();
        foreach (var branch in selection.Union)
            Add(union, Rows(branch, focus, rowIndex), selection);
        return Crossed(rows, union, selection);
    }

    private static List<Collection?[]> Crossed(List<Collection?[]> left, List<Collection?[]> right, ViewSelection selection)
    {
        Bound((long)left.Count * right.Count, selection);
        return [.. left.SelectMany(_ => right, (first, second) => (Collection?[])[.. first, .. second])];
    }

    private static void Add(List<Collection?[]> rows, List<Collection?[]> further, ViewSelection selection)
    {
        Bound((long)rows.Count + further.Count, selection);
        rows.AddRange(further);
    }

    private static void Bound(long rows, ViewSelection selection)
    {
        if (rows > ViewLimits.RowsOfResourceMax)
            throw new Faulty($"A resource becomes at most {ViewLimits.RowsOfResourceMax} rows.", selection.Place);
    }

    private Collection Cell(ViewColumn column, Collection focus, int rowIndex)
    {
        var place = $"{column.Place}.path";
        var value = Evaluate(column.Path, focus, rowIndex, place);
        if (value.Count > 1 && !column.IsCollection)
            throw new Faulty($"The column '{column.Name}' has several values, and is no collection.", place);
        foreach (var item in value)
        {
            if (!column.IsComplex && IsComplex(item))
                throw new Faulty($"The column '{column.Name}' has a value of a complex type, which its type does not say.", place);
        }
        return value;
    }

    private static bool IsComplex(Value value) => value is Value.Quantity or Value.TypeInfo
        || value is Value.Node { Element: { Type: null or { IsPrimitive: false }, HasValue: false } };

    private Collection Evaluate(FhirPathExpression path, Collection on, int rowIndex, string place)
    {
        var environment = _environment;
        if (_view.AsksRowIndex)
        {
            var variables = new Dictionary<string, Collection>(_view.Constants, StringComparer.Ordinal) { [RowIndex] = Collection.Of(rowIndex) };
            environment = _environment with { Variables = variables };
        }
        var result = path.Evaluate(on, environment);
        Spent += result.Spent;
        return result.Error is null ? result.Items : throw new Faulty(result.Error.Reason, place);
    }

    private sealed class Faulty(string reason, string place) : Exception
    {
        public ViewFault Fault { get; } = new(reason, place);
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Views;

/// <summary>Reads and compiles a ViewDefinition; every fault has its place.</summary>
public sealed partial class ViewReader
{
    private const string Core = "http://hl7.org/fhir/StructureDefinition/";

    private readonly List<ViewColumn> _columns = [];
    private int _selections;
    private bool _asksRowIndex;

    private ViewReader()
    {
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex SqlName { get; }

    /// <returns>The view, or what is wrong with it.</returns>
    public static (ViewDefinition? View, ViewFault? Fault) Read(JsonElement definition)
    {
        try
        {
            return (new ViewReader().View(definition), null);
        }
        catch (Unreadable unreadable)
        {
            return (null, unreadable.Fault);
        }
    }

    private ViewDefinition View(JsonElement json)
    {
        const string place = "ViewDefinition";
        if (json.ValueKind != JsonValueKind.Object)
            throw Wrong("A view is a JSON object.", place);
        var type = Text(json, "resource", place) is { } name ? R4.ResourceType(System.Text.Encoding.UTF8.GetBytes(name)) : null;
        if (type is null)
            throw Wrong("A view names the type of resource that it is of.", $"{place}.resource");
        if (Text(json, "name", place) is { } own && !SqlName.IsMatch(own))
            throw Wrong("A name has letters, digits and underscores, and begins with a letter.", $"{place}.name");
        var selects = Many(json, "select", place).ToList();
        if (selects.Count == 0)
            throw Wrong("A view has at least one select.", $"{place}.select");
        var children = selects.ConvertAll(one => Selection(one.Json, one.Place, 1));
        var root = new ViewSelection(ViewIteration.None, [], [], children, [], children.Sum(child => child.Width), place);
        return new ViewDefinition(type, Text(json, "name", place), _columns, root)
        {
            Conditions = [.. Many(json, "where", place).Select(one => (Path(one.Json, "path", one.Place), $"{one.Place}.path"))],
            Constants = Constants(json, place),
            AsksRowIndex = _asksRowIndex,
        };
    }

    private ViewSelection Selection(JsonElement json, string place, int depth)
    {
        if (++_selections > ViewLimits.SelectionsMax || depth > ViewLimits.DepthMax)
            throw Wrong($"A view has at most {ViewLimits.SelectionsMax} selects, {ViewLimits.DepthMax} inside of one another.", place);
        var (iteration, paths) = Iteration(json, place);
        var columns = Many(json, "column", place).Select(one => Column(one.Json, one.Place)).ToList();
        var selects = Many(json, "select", place).Select(one => Selection(one.Json, one.Place, depth + 1)).ToList();
        var union = Union(json, place, depth + 1);
        var width = columns.Count + selects.Sum(select => select.Width) + (union.Count > 0 ? union[0].Width : 0);
        return new ViewSelection(iteration, paths, columns, selects, union, width, place);
    }

    // All branches fill the same columns: those of the first are the view's.
    private List<ViewSelection> Union(JsonElement json, string place, int depth)
    {
        var (branches, from) = (new List<ViewSelection>(), _columns.Count);
        List<string>? names = null;
        foreach (var one in Many(json, "unionAll", place))
        {
            var at = _columns.Count;
            if (names is not null)
                _columns.RemoveRange(from, at - from);
            branches.Add(Selection(one.Json, one.Place, depth));
            var own = _columns.Skip(from).Select(column => column.Name).ToList();
            if (names is not null && !names.SequenceEqual(own))
                throw Wrong("All parts of a union have the same columns in the same order.", one.Place);
            names ??= own;
        }
        return branches;
    }

    private (ViewIteration, IReadOnlyList<FhirPathExpression>) Iteration(JsonElement json, string place)
    {
        var named = ((string Name, ViewIteration Kind)[])
            [("forEach", ViewIteration.ForEach), ("forEachOrNull", ViewIteration.ForEachOrNull), ("repeat", ViewIteration.Repeat)];
        var given = named.Where(one => Value(json, one.Name) is not null).ToList();
        if (given.Count > 1)
            throw Wrong("A select has at most one of forEach, forEachOrNull and repeat.", place);
        if (given.Count == 0)
            return (ViewIteration.None, []);
        if (given[0].Kind != ViewIteration.Repeat)
            return (given[0].Kind, [Path(json, given[0].Name, place)]);
        if (Value(json, "repeat") is not { ValueKind: JsonValueKind.Array } paths || paths.GetArrayLength() == 0)
            throw Wrong("A repetition is a list of paths.", $"{place}.repeat");
        return (ViewIteration.Repeat, [.. paths.EnumerateArray().Select((path, index) => Compile(path, $"{place}.repeat[{index}]"))]);
    }

    private ViewColumn Column(JsonElement json, string place)
    {
        if (Text(json, "name", place) is not { } name || !SqlName.IsMatch(name))
            throw Wrong("A column has a name of letters, digits and underscores that begins with a letter.", $"{place}.name");
        if (_columns.Exists(column => column.Name == name))
            throw Wrong($"There is a column '{name}' already.", $"{place}.name");
        if (_columns.Count == ViewLimits.ColumnsMax)
            throw Wrong($"A view has at most {ViewLimits.ColumnsMax} columns.", place);
        var collection = Value(json, "collection");
        if (collection is not (null or { ValueKind: JsonValueKind.True or JsonValueKind.False }))
            throw Wrong("This is true or false.", $"{place}.collection");
        var type = Text(json, "type", place);
        var column = new ViewColumn(
            name, Path(json, "path", place), collection is { ValueKind: JsonValueKind.True }, type is not null && IsComplex(type), place);
        _columns.Add(column);
        return column;
    }

    // A type of an element, such as Observation.referenceRange, is complex too.
    private static bool IsComplex(string uri)
    {
        var name = uri.StartsWith(Core, StringComparison.Ordinal) ? uri[Core.Length..] : uri;
        return name != "integer64" && R4.Type(name) is not { IsPrimitive: true };
    }

    private static Dictionary<string, Collection> Constants(JsonElement json, string place)
    {
        var constants = new Dictionary<string, Collection>(StringComparer.Ordinal);
        foreach (var (constant, at) in Many(json, "constant", place))
        {
            if (Text(constant, "name", at) is not { } name || !SqlName.IsMatch(name))
                throw Wrong("A constant has a name of letters, digits and underscores that begins with a letter.", $"{at}.name");
            if (constants.Count == ViewLimits.ConstantsMax)
                throw Wrong($"A view has at most {ViewLimits.ConstantsMax} constants.", at);
            var values = constant.EnumerateObject().Where(property => property.Name.StartsWith("value", StringComparison.Ordinal)).ToList();
            if (values is not [var value] || ViewConstant.Read(value.Name, value.Value) is not { } read)
                throw Wrong("A constant has one value of a primitive type.", at);
            if (!constants.TryAdd(name, read))
                throw Wrong($"There is a constant '{name}' already.", $"{at}.name");
        }
        return constants;
    }

    private FhirPathExpression Path(JsonElement json, string name, string place) => Compile(
        Value(json, name) ?? throw Wrong("A path is missing.", $"{place}.{name}"), $"{place}.{name}");

    private FhirPathExpression Compile(JsonElement path, string place)
    {
        if (path.ValueKind != JsonValueKind.String)
            throw Wrong("A path is FHIRPath as a string.", place);
        var text = path.GetString()!;
        _asksRowIndex |= text.Contains(ViewRows.RowIndex, StringComparison.Ordinal);
        var (expression, error) = FhirPathCache.Shared.Compile(text);
        return expression ?? throw Wrong($"This is not FHIRPath: {error!.Reason}", place);
    }

    private static IEnumerable<(JsonElement Json, string Place)> Many(JsonElement json, string name, string place)
    {
        if (Value(json, name) is not { } list)
            yield break;
        if (list.ValueKind != JsonValueKind.Array)
            throw Wrong("This is a list.", $"{place}.{name}");
        var index = 0;
        foreach (var one in list.EnumerateArray())
        {
            var at = $"{place}.{name}[{index++}]";
            yield return one.ValueKind == JsonValueKind.Object ? (one, at) : throw Wrong("This is a JSON object.", at);
        }
    }

    private static string? Text(JsonElement json, string name, string place) => Value(json, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw Wrong("This is a string.", $"{place}.{name}"),
    };

    private static JsonElement? Value(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static Unreadable Wrong(string reason, string place) => new(new ViewFault(reason, place));

    private sealed class Unreadable(ViewFault fault) : Exception
    {
        public ViewFault Fault { get; } = fault;
    }
}

using System.Text.Json;
using Phr.Fhir.Definitions;
using Phr.Fhir.Graph.Introspection;
using Phr.Fhir.Graph.Syntax;

namespace Phr.Fhir.Graph;

/// <summary>Puts the values of variables and the fields of fragments where they are named.</summary>
internal sealed class GraphBinding
{
    private readonly IReadOnlyDictionary<string, FragmentNode> _fragments;
    private readonly Dictionary<string, GraphValue?> _variables = new(StringComparer.Ordinal);
    private readonly Stack<string> _within = new();
    private int _fields;
    private int _depth;

    private GraphBinding(IReadOnlyDictionary<string, FragmentNode> fragments) => _fragments = fragments;

    /// <exception cref="GraphStop">Something is named that is not there, or a limit is exceeded.</exception>
    public static IReadOnlyList<GraphField> Fields(DocumentNode document, OperationNode operation, JsonElement variables)
    {
        var binding = new GraphBinding(document.Fragments);
        foreach (var variable in operation.Variables)
            binding.Declare(variable, variables);
        if (operation.Directives.Count > 0)
            throw GraphStop.At(operation.Directives[0].Place, "A query has no directives here.", "not-supported");
        return binding.Fields(operation.Selections, []);
    }

    private void Declare(VariableNode variable, JsonElement given)
    {
        var value = given.ValueKind == JsonValueKind.Object && given.TryGetProperty(variable.Name, out var json)
            ? Value(json, variable, 1)
            : variable.Default;
        if (value is null or GraphValue.Null && variable.IsRequired)
            throw GraphStop.At(variable.Place, $"The variable '{variable.Name}' has no value.", "required");
        if (!Fits(value, variable.Type))
            throw GraphStop.At(variable.Place, $"The value of the variable '{variable.Name}' is no {variable.Type}.");
        if (!_variables.TryAdd(variable.Name, value))
            throw GraphStop.At(variable.Place, $"The variable '{variable.Name}' is declared twice.");
    }

    // A single value stands for a list of one (GraphQL, section 3.11). Types of FHIR are texts or numbers.
    private static bool Fits(GraphValue? value, string type) => (value, type) switch
    {
        (null or GraphValue.Null, _) => true,
        (GraphValue.List list, ['[', .. var item, ']']) => list.Items.All(one => Fits(one, item)),
        (_, ['[', .. var item, ']']) => Fits(value, item),
        (GraphValue.Scalar { Kind: var kind }, "Boolean") => kind == ScalarKind.Boolean,
        (GraphValue.Scalar { Kind: var kind }, "Int") => kind == ScalarKind.Integer,
        (GraphValue.Scalar { Kind: var kind }, "Float") => kind is ScalarKind.Integer or ScalarKind.Decimal,
        (GraphValue.Scalar { Kind: var kind }, "String") => kind == ScalarKind.Text,
        (GraphValue.Scalar { Kind: var kind }, _) => kind != ScalarKind.Boolean,
        _ => false,
    };

    private static GraphValue Value(JsonElement json, VariableNode variable, int depth) => json.ValueKind switch
    {
        JsonValueKind.String => new GraphValue.Scalar(json.GetString()!, ScalarKind.Text),
        JsonValueKind.Number => new GraphValue.Scalar(
            json.GetRawText(), json.GetRawText().AsSpan().ContainsAny(".eE") ? ScalarKind.Decimal : ScalarKind.Integer),
        JsonValueKind.True or JsonValueKind.False => new GraphValue.Scalar(json.GetRawText(), ScalarKind.Boolean),
        JsonValueKind.Array when depth < GraphLimits.DepthMax =>
            new GraphValue.List([.. json.EnumerateArray().Select(one => Value(one, variable, depth + 1))]),
        JsonValueKind.Null => new GraphValue.Null(),
        _ => throw GraphStop.At(variable.Place, $"The variable '{variable.Name}' has a value that no argument takes."),
    };

    private List<GraphField> Fields(IReadOnlyList<SelectionNode> selections, IReadOnlyList<FhirType> conditions)
    {
        var fields = new List<GraphField>();
        if (selections.Count > 0 && ++_depth > GraphLimits.DepthMax)
            throw GraphStop.At(selections[0].Place, $"A query goes at most {GraphLimits.DepthMax} levels deep.", "too-costly");
        foreach (var selection in selections)
        {
            if (IsAskedFor(selection))
                Add(selection, conditions, fields);
        }
        _depth -= selections.Count > 0 ? 1 : 0;
        return fields;
    }

    private void Add(SelectionNode selection, IReadOnlyList<FhirType> conditions, List<GraphField> into)
    {
        switch (selection)
        {
            case SelectionNode.Field field:
                if (++_fields > GraphLimits.FieldsMax)
                    throw GraphStop.At(field.Place, $"A query has at most {GraphLimits.FieldsMax} fields.", "too-costly");
                into.Add(new GraphField(
                    field.Key, field.Name, Arguments(field.Arguments), Shape(field), Fields(field.Selections, []), conditions,
                    field.Place));
                break;
            case SelectionNode.Inline inline:
                into.AddRange(Fields(inline.Selections, With(conditions, inline.Type, inline.Place)));
                break;
            case SelectionNode.Spread spread:
                AddFragment(spread, conditions, into);
                break;
        }
    }

    private void AddFragment(SelectionNode.Spread spread, IReadOnlyList<FhirType> conditions, List<GraphField> into)
    {
        if (!_fragments.TryGetValue(spread.Name, out var fragment))
            throw GraphStop.At(spread.Place, $"There is no fragment '{spread.Name}'.");
        if (_within.Contains(spread.Name))
            throw GraphStop.At(spread.Place, $"The fragment '{spread.Name}' holds itself.");
        _within.Push(spread.Name);
        into.AddRange(Fields(fragment.Selections, With(conditions, fragment.Type, fragment.Place)));
        _within.Pop();
    }

    // What is no element has one type alone where it stands.
    private static IReadOnlyList<FhirType> With(IReadOnlyList<FhirType> conditions, string? type, GraphPlace place)
    {
        if (type is null || type.StartsWith("__", StringComparison.Ordinal))
            return conditions;
        if (GraphNames.Find(type) is { } found)
            return [.. conditions, found];
        return Schema.Find(type) is not null ? conditions : throw GraphStop.At(place, $"There is no type '{type}'.");
    }

    private GraphArguments Arguments(IReadOnlyList<ArgumentNode> nodes)
    {
        var arguments = new Dictionary<string, GraphValue>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            if (nodes.Any(other => other != node && other.Name == node.Name))
                throw GraphStop.At(node.Place, $"The argument '{node.Name}' is there twice.");
            if (Value(node.Value) is { } value)
                arguments.Add(node.Name, value);
        }
        return new GraphArguments(arguments);
    }

    private GraphValue? Value(GraphValue value) => value switch
    {
        GraphValue.Null => null,
        GraphValue.List list => new GraphValue.List([.. list.Items.Select(Value).OfType<GraphValue>()]),
        GraphValue.Variable variable => _variables.TryGetValue(variable.Name, out var given)
            ? given is GraphValue.Null ? null : given
            : throw GraphStop.At(variable.Place, $"The variable '{variable.Name}' is not declared."),
        _ => value,
    };

    private bool IsAskedFor(SelectionNode selection)
    {
        var isAskedFor = true;
        foreach (var directive in selection.Directives)
        {
            if (directive.Name is "include" or "skip")
                isAskedFor &= If(directive) == (directive.Name == "include");
            else if (selection is not SelectionNode.Field)
                throw Unknown(directive);
        }
        return isAskedFor;
    }

    private bool If(DirectiveNode directive) => directive.Arguments is [{ Name: "if" } argument]
        && Value(argument.Value) is GraphValue.Scalar { Kind: ScalarKind.Boolean, Text: var text }
        ? text == "true"
        : throw GraphStop.At(directive.Place, $"@{directive.Name} has one argument 'if', which is true or false.");

    private GraphShape Shape(SelectionNode.Field field)
    {
        var shape = GraphShape.Plain;
        foreach (var directive in field.Directives)
        {
            if (directive.Arguments.Count > 0 && directive.Name is "flatten" or "first" or "singleton")
                throw GraphStop.At(directive.Place, $"@{directive.Name} has no arguments.");
            shape = directive.Name switch
            {
                "include" or "skip" => shape,
                "flatten" => shape with { IsFlat = true },
                "first" => shape with { IsFirst = true },
                "singleton" => shape with { IsSingle = true },
                "slice" => shape with { Slice = Slice(directive) },
                _ => throw Unknown(directive),
            };
        }
        return shape;
    }

    private string Slice(DirectiveNode directive) => directive.Arguments is [{ Name: "path" or "fhirpath" } argument]
        && Value(argument.Value) is GraphValue.Scalar { Kind: ScalarKind.Text, Text: var path }
        ? path
        : throw GraphStop.At(directive.Place, "@slice has one argument 'path', which is FHIRPath.");

    private static GraphStop Unknown(DirectiveNode directive) =>
        GraphStop.At(directive.Place, $"This server does not know @{directive.Name} here.", "not-supported");
}

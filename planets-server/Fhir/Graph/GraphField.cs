using Phr.Fhir.Definitions;
using Phr.Fhir.Graph.Syntax;

namespace Phr.Fhir.Graph;

/// <summary>A field that is asked for: variables have their values, fragments stand in their places.</summary>
/// <param name="Key">Of the answer.</param>
/// <param name="Conditions">Of which types an object has to be to have it.</param>
internal sealed record GraphField(
    string Key, string Name, GraphArguments Arguments, GraphShape Shape, IReadOnlyList<GraphField> Fields,
    IReadOnlyList<FhirType> Conditions, GraphPlace Place)
{
    public GraphStop Wrong(string message, string code = "invalid") => GraphStop.At(Place, message, code);
}

/// <summary>How the values of a field stand in the answer. R4 graphql.html#flattening.</summary>
/// <param name="IsFlat">Its fields stand in its place.</param>
/// <param name="IsFirst">Only its first value counts.</param>
/// <param name="IsSingle">It is no list.</param>
/// <param name="Slice">FHIRPath whose value ends the key of each; null where there is no such.</param>
internal sealed record GraphShape(bool IsFlat, bool IsFirst, bool IsSingle, string? Slice)
{
    public static readonly GraphShape Plain = new(false, false, false, null);
}

/// <summary>Arguments by name, without variables; those that are null are left out. Equal where all are.</summary>
internal sealed class GraphArguments(IReadOnlyDictionary<string, GraphValue> values) : IEquatable<GraphArguments>
{
    public IEnumerable<string> Names => values.Keys;

    public int Count => values.Count;

    public GraphValue? Find(string name) => values.GetValueOrDefault(name);

    /// <summary>The text of a single value; null where there is none.</summary>
    public string? Text(string name) => (Find(name) as GraphValue.Scalar)?.Text;

    /// <summary>A whole number from 0; null where the argument is not there.</summary>
    public int? Number(string name, GraphField field)
    {
        if (Find(name) is not { } value)
            return null;
        return value is GraphValue.Scalar { Kind: ScalarKind.Integer, Text: var text } && int.TryParse(text, out var number) && number >= 0
            ? number
            : throw field.Wrong($"The argument '{name}' is a whole number from 0.");
    }

    /// <summary>False where the argument is not there.</summary>
    public bool Boolean(string name, GraphField field) => Find(name) switch
    {
        null => false,
        GraphValue.Scalar { Kind: ScalarKind.Boolean, Text: var text } => text == "true",
        _ => throw field.Wrong($"The argument '{name}' is true or false."),
    };

    public bool Equals(GraphArguments? other) =>
        other is not null && Count == other.Count && Names.All(name => Equals(Find(name), other.Find(name)));

    public override bool Equals(object? obj) => Equals(obj as GraphArguments);

    public override int GetHashCode() => Count;
}

using Phr.Fhir.Definitions;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Evaluation;

/// <summary>One name of a path, looked up in the definitions once.</summary>
internal readonly record struct PathStep(string Name, int NameId)
{
    public static PathStep Of(string name) => new(name, R4.NameId(name));

    public ElementSequence Children(Element element) => NameId > 0 ? element.Children(NameId) : element.Children(Name);

    /// <summary>The parts of a computed value that have names.</summary>
    public Value? PartOf(Value value) => (value, Name) switch
    {
        (Value.Quantity quantity, "value") => Value.Of(quantity.Number),
        (Value.Quantity quantity, "unit") => Value.Of(quantity.Unit),
        (Value.TypeInfo info, "namespace") => Value.Of(info.Namespace),
        (Value.TypeInfo info, "name") => Value.Of(info.Name),
        (Value.TypeInfo { Base: not "" } info, "baseType") => Value.Of(info.Base),
        _ => null,
    };
}

/// <summary>A path of names such as <c>Patient.name.family</c>: walked depth first, without a collection for each step.</summary>
/// <param name="type">The type that the path begins with; null where it begins with a name.</param>
internal sealed class NamePath(FhirType? type, IReadOnlyList<PathStep> steps)
{
    private readonly PathStep[] _steps = [.. steps];

    /// <summary>What the path leads to, in document order.</summary>
    public Collection Select(Collection from, Work work)
    {
        var into = new Collection.Builder();
        foreach (var value in from)
        {
            if (value is Value.Node { Element: var element })
            {
                if (type is null || (element.Type is { } own && own.Is(type)))
                    Select(element, 0, ref into);
            }
            else if (type is null && _steps.Length > 0 && _steps[0].PartOf(value) is { } part && _steps.Length == 1)
                into.Add(part);
        }
        return work.Counted(into.ToCollection());
    }

    private void Select(Element element, int step, ref Collection.Builder into)
    {
        if (step == _steps.Length)
        {
            into.Add(new Value.Node(element));
            return;
        }
        foreach (var child in _steps[step].Children(element))
            Select(child, step + 1, ref into);
    }
}

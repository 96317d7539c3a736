using Phr.Fhir.Path.Functions;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Evaluation;

/// <summary>
/// <c>resolve() is Patient</c>: told from the text of a literal reference where it names a type, without looking the resource
/// up. So the subject of a search is found also where the resource is not here.
/// </summary>
internal static class ReferenceTest
{
    public static Operation Compile(Operation references, Operation resolved, TypeTest test, int offset) => (in Scope scope) =>
    {
        var items = references(scope);
        if (items.OnlyValue is Value.Node node && References.TypeNamed(node.Element) is { } named)
            return Collection.Of(named.Is(test.Fhir!));
        var found = resolved(scope);
        return found.Count > 1 ? throw Singleton.Fault("is takes one item.", offset)
            : found.OnlyValue is { } value ? Collection.Of(test.Matches(value))
            : default;
    };
}

using Phr.Conformance.Terminology;
using Phr.Fhir;
using Phr.Fhir.Path.Values;

namespace Phr.Conformance.Profiles;

/// <summary>FHIRPath's questions of terminology: <c>memberOf()</c>, <c>subsumes()</c> (R4 fhirpath.html#txapi).</summary>
public sealed class PathTerminology(TerminologyStore store)
{
    /// <summary>Whether a code, Coding or CodeableConcept is in a value set; null where that is not known.</summary>
    public bool? IsMember(Value value, string valueSet)
    {
        if (store.ValueSet(valueSet) is not { } set)
            return null;
        return Told(value switch
        {
            Value.Node { Element: var element } => BindingCheck.IsIn(element, set, store),
            Value.String { Text: var code } => store.IsMember(set, null, code),
            _ => Membership.No,
        });
    }

    /// <summary>Whether a Coding or CodeableConcept is the same as another or broader; null where that is not known.</summary>
    public bool? Subsumes(Value broad, Value narrow)
    {
        var answer = Membership.No;
        foreach (var (system, code) in Codings(broad))
            foreach (var (otherSystem, other) in Codings(narrow))
                answer = answer.Or(system != otherSystem ? Membership.No : Hierarchy.Compare(store, system, code, other) switch
                {
                    Subsumption.Equivalent or Subsumption.Subsumes => Membership.Yes,
                    null => system == otherSystem && code == other ? Membership.Yes : Membership.Unknown,
                    _ => Membership.No,
                });
        return Told(answer);
    }

    private static bool? Told(Membership membership) =>
        membership switch { Membership.Yes => true, Membership.No => false, _ => null };

    private static List<(string System, string Code)> Codings(Value value)
    {
        var codings = new List<(string, string)>();
        if (value is not Value.Node { Element: var element })
            return codings;
        if (element.Type?.Name == "Coding")
            Add(element);
        foreach (var coding in element.Children("coding"))
            Add(coding);
        return codings;

        void Add(Element coding)
        {
            if (coding.Child("system").Text is { } system && coding.Child("code").Text is { } code)
                codings.Add((system, code));
        }
    }
}

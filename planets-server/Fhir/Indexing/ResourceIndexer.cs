using Phr.Fhir.Definitions;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Indexing;

/// <summary>
/// Finds the values that a resource can be searched by: for every official R4 search parameter of its type the elements that
/// its expression leads to, read by the kind of the parameter; further the patients whose compartment it belongs to, and its
/// clinical time, codes and value, and all codings that it holds. Thread safe.
/// </summary>
/// <param name="zone">Offset from UTC of dates without one, such as +09:00 for Japan; the same has to be used for queries.</param>
public sealed class ResourceIndexer(TimeSpan zone)
{
    /// <summary>Offset from UTC of dates without one.</summary>
    public TimeSpan Zone { get; } = zone;

    /// <summary>Replaces what <paramref name="into"/> holds by the entries of a resource: of a document's root or an entry
    /// of a Bundle.</summary>
    /// <exception cref="ArgumentException">The element is no resource.</exception>
    public void Index(Element resource, IndexEntries into)
    {
        if (resource.Type is not { IsResource: true } type)
            throw new ArgumentException("Only a resource is indexed.", nameof(resource));
        into.Begin(resource.Document);
        var elements = ElementsOf(resource);
        foreach (var planned in IndexPlan.For(type).Parameters)
            if (planned.MayHaveValue(elements))
                Index(resource, planned, Zone, into);
        PatientCompartment.Read(type, into);
        ClinicalFacts.Read(resource, type, Zone, into);
        CodedContent.Read(resource, into);
    }

    private static ulong ElementsOf(Element resource)
    {
        var elements = 0UL;
        foreach (var child in resource.Children())
            if (child.Definition is { } definition)
                elements |= 1UL << definition.Index;
        return elements;
    }

    internal static void Index(Element resource, PlannedParameter planned, TimeSpan zone, IndexEntries into)
    {
        var found = into.Selected;
        found.Clear();
        if (!planned.Expression.TrySelect(resource, found) && !TryEvaluate(resource, planned, found, into))
            return;
        if (found.Count > 0)
            into.AddPresent(planned.Parameter);
        if (planned.Components.Length > 0)
            CompositeReading.Read(planned, found, zone, into);
        else
            foreach (var element in found)
                Read(planned.Parameter, planned.Parameter, element, zone, into);
    }

    /// <summary>Reads one element as a parameter would.</summary>
    /// <param name="parameter">The parameter that the entries are of.</param>
    /// <param name="like">The parameter that says how to read; of a part of a composite another one.</param>
    internal static void Read(SearchParameter parameter, SearchParameter like, Element element, TimeSpan zone, IndexEntries into)
    {
        switch (like.Type)
        {
            case SearchParameterType.Token:
                TokenReading.Read(parameter, element, into);
                break;
            case SearchParameterType.Reference:
                ReferenceReading.Read(parameter, element, into);
                break;
            case SearchParameterType.Date:
                DateReading.Read(parameter, element, zone, into);
                break;
            case SearchParameterType.String:
                StringReading.Read(parameter, element, into);
                break;
            case SearchParameterType.Number:
                QuantityReading.ReadNumber(parameter, element, into);
                break;
            case SearchParameterType.Quantity:
                QuantityReading.Read(parameter, element, into);
                break;
            case SearchParameterType.Uri when element.HasValue:
                into.Add(new UriEntry(parameter, into.TextOf(element)));
                break;
            case SearchParameterType.Special:
                PositionReading.Read(parameter, element, into);
                break;
        }
    }

    // Some expressions compute: an index, a truth value. Elements that they lead to are read as if they had been walked to.
    private static bool TryEvaluate(Element resource, PlannedParameter planned, List<Element> found, IndexEntries into)
    {
        var result = planned.Expression.Evaluate(resource, FhirPathEnvironment.Default);
        if (result.Error is { } error)
        {
            into.Add(new IndexFailure(planned.Parameter, error.ToString()));
            return false;
        }
        var isComputed = false;
        foreach (var value in result.Items)
            if (value is Value.Node node)
                found.Add(node.Element);
            else if (value is Value.Boolean boolean)
            {
                TokenReading.Read(planned.Parameter, boolean.IsTrue, into);
                isComputed = true;
            }
        // A truth value is a value: Patient's deceased is never missing.
        if (isComputed && found.Count == 0)
            into.AddPresent(planned.Parameter);
        return true;
    }
}

using Phr.Fhir.Path.Functions;
using Phr.Fhir.Path.Values;
using Phr.Fhir.Units;

namespace Phr.Fhir.Path.Evaluation;

/// <summary>Environment variables: those of FHIRPath, those of R4 (fhirpath.html#variables), and what the caller gives.</summary>
internal static class ExternalVariables
{
    public static Operation Compile(string name, int offset) => name switch
    {
        "context" => (in Scope scope) => scope.Run.Context,
        "resource" => (in Scope scope) => Resource(scope.Run.Context, isRoot: false),
        "rootResource" => (in Scope scope) => Resource(scope.Run.Context, isRoot: true),
        "ucum" => Text(Ucum.SystemUrl),
        "sct" => Text("http://snomed.info/sct"),
        "loinc" => Text("http://loinc.org"),
        _ when name.StartsWith("vs-", StringComparison.Ordinal) => Text("http://hl7.org/fhir/ValueSet/" + name[3..]),
        _ when name.StartsWith("ext-", StringComparison.Ordinal) => Text("http://hl7.org/fhir/StructureDefinition/" + name[4..]),
        _ => (in Scope scope) => scope.Run.Environment.Variables.TryGetValue(name, out var value)
            ? value
            : throw Singleton.Fault("This variable is not defined.", offset),
    };

    private static Operation Text(string value)
    {
        var constant = Collection.Of(value);
        return (in Scope _) => constant;
    }

    // Of a contained resource the root is what contains it; outside a resource the context itself stands in.
    private static Collection Resource(Collection context, bool isRoot)
    {
        if (context.OnlyValue is not Value.Node { Element: var element } || element.Resource is not { Exists: true } resource)
            return context;
        return Collection.Of(isRoot ? References.Container(resource) : resource);
    }
}

using System.Text.Json;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Compiler;

/// <summary>The patient CompartmentDefinition to rows; types outside the compartment have none.</summary>
internal static class CompartmentCompiler
{
    public static IReadOnlyList<CompartmentRow> Compile(DefinitionSource source, TypeCompiler types)
    {
        var rows = new List<CompartmentRow>();
        foreach (var resource in source.PatientCompartment.GetProperty("resource").EnumerateArray())
        {
            var type = resource.GetProperty("code").GetString()!;
            var parameters = source.Corrections.PatientCompartment(type)
                ?? (resource.TryGetProperty("param", out var listed) ? listed : (JsonElement?)null);
            if (parameters is { } names && names.GetArrayLength() > 0)
                rows.Add(new CompartmentRow(types.NumberOf(type), [.. names.EnumerateArray().Select(name => name.GetString()!)]));
        }
        return rows;
    }
}

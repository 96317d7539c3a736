using System.Text.Json;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Compiler;

/// <summary>SearchParameters to rows, expressions unchanged.</summary>
internal static class SearchParameterCompiler
{
    public static IReadOnlyList<SearchParameterRow> Compile(DefinitionSource source, TypeCompiler types) =>
        [.. source.SearchParameters
            .Where(parameter => !source.Corrections.RemovesSearchParameter(Id(parameter)))
            .Select(parameter => Row(parameter, source.Corrections, types))];

    private static SearchParameterRow Row(JsonElement parameter, Corrections corrections, TypeCompiler types) => new(
        parameter.GetProperty("url").GetString()!,
        parameter.GetProperty("code").GetString()!,
        Enum.Parse<SearchParameterType>(parameter.GetProperty("type").GetString()!, ignoreCase: true),
        Text(parameter, "expression"),
        Types(parameter.GetProperty("base"), types),
        corrections.Targets(Id(parameter)) is { } corrected ? Types(corrected, types)
            : parameter.TryGetProperty("target", out var targets) ? Types(targets, types) : [],
        parameter.TryGetProperty("component", out var components)
            ? [.. components.EnumerateArray().Select(part => new ComponentRow(Text(part, "definition"), Text(part, "expression")))]
            : []);

    private static string Id(JsonElement parameter) => parameter.GetProperty("id").GetString()!;

    private static int[] Types(JsonElement names, TypeCompiler types) =>
        [.. names.EnumerateArray().Select(name => types.NumberOf(name.GetString()!))];

    private static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) ? value.GetString()! : "";
}

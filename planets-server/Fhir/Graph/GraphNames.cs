using System.Collections.Frozen;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Graph;

/// <summary>What R4's types are called in GraphQL: groups by their path without dots, and of primitives those that GraphQL has itself.
/// R4 graphql.html, downloads "GraphQL schemas".</summary>
internal static class GraphNames
{
    public const string Query = "Query";

    private static readonly FrozenDictionary<string, FhirType> Types = R4.Types.ToFrozenDictionary(Of, StringComparer.Ordinal);

    public static string Of(FhirType type) => type.Name switch
    {
        "string" => "String",
        "boolean" => "Boolean",
        "integer" => "Int",
        "id" => "ID",
        var name when type.Kind == FhirTypeKind.Backbone =>
            string.Concat(name.Split('.').Select(part => char.ToUpperInvariant(part[0]) + part[1..])),
        var name => name,
    };

    public static FhirType? Find(string name) => Types.GetValueOrDefault(name);
}

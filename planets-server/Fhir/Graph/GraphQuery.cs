using System.Text.Json;
using Phr.Fhir.Definitions;
using Phr.Fhir.Graph.Syntax;

namespace Phr.Fhir.Graph;

/// <summary>A query in GraphQL, read, with its variables in place, and checked against the definitions of R4.</summary>
public sealed class GraphQuery
{
    private GraphQuery(IReadOnlyList<GraphField> fields, FhirType? root) => (Fields, Root) = (fields, root);

    internal IReadOnlyList<GraphField> Fields { get; }

    /// <summary>The type of the resource that it is about; null where it is about the whole server.</summary>
    public FhirType? Root { get; }

    /// <param name="operation">Name of the one to run, where there are several; else null.</param>
    /// <param name="variables">JSON object; of any other kind there are none.</param>
    /// <param name="root">The type of the resource that it is about; null where it is about the whole server.</param>
    public static (GraphQuery? Query, GraphFault? Fault) Read(string text, string? operation, JsonElement variables, FhirType? root)
    {
        try
        {
            var document = GraphParser.Parse(text);
            var fields = GraphBinding.Fields(document, Operation(document, operation), variables);
            GraphCheck.Check(fields, root is null ? new GraphOwner.Server() : new GraphOwner.Of(root));
            return (new GraphQuery(fields, root), null);
        }
        catch (GraphStop stopped)
        {
            return (null, stopped.Fault);
        }
    }

    private static OperationNode Operation(DocumentNode document, string? name)
    {
        var named = document.Operations.Where(operation => name is null || operation.Name == name).ToList();
        if (named is not [var operation])
        {
            throw GraphStop.At(
                new(1, 1), name is null ? "There is not one query: name the one that is to be run." : "There is no query of this name.");
        }
        return operation.Kind == "query"
            ? operation
            : throw GraphStop.At(operation.Place, $"This server answers queries alone, no {operation.Kind}.", "not-supported");
    }
}

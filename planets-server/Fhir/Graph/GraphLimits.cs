namespace Phr.Fhir.Graph;

/// <summary>What a query may be, and what it may take.</summary>
public static class GraphLimits
{
    /// <summary>Characters of a query.</summary>
    public const int TextCharactersMax = 64 << 10;

    /// <summary>Fields inside of one another, and lists and objects of values.</summary>
    public const int DepthMax = 32;

    /// <summary>Fields in all, each as often as the fragments that it is in are used.</summary>
    public const int FieldsMax = 1_000;

    /// <summary>Searches of one query, those of each resource counted.</summary>
    public const int SearchesMax = 100;

    /// <summary>Values and objects of an answer.</summary>
    public const int ValuesMax = 500_000;

    /// <summary>Steps of FHIRPath that one query takes.</summary>
    public const long PathWorkMax = 20_000_000;
}

/// <summary>Where something stands in a query; both from 1.</summary>
public readonly record struct GraphPlace(int Line, int Column);

/// <summary>Why a query is not answered. No text quotes data.</summary>
/// <param name="Code">FHIR issue-type code.</param>
public sealed record GraphFault(string Message, GraphPlace? Place, string Code = "invalid");

/// <summary>Ends the reading or running of a query from within; caught where that began.</summary>
internal sealed class GraphStop(GraphFault fault) : Exception
{
    public GraphFault Fault { get; } = fault;

    public static GraphStop At(GraphPlace place, string message, string code = "invalid") => new(new GraphFault(message, place, code));
}

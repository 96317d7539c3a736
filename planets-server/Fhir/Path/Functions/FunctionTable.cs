using System.Collections.Frozen;
using Phr.Fhir.Path.Evaluation;

namespace Phr.Fhir.Path.Functions;

/// <summary>All functions by name, but those that the compiler knows itself: is, as, ofType and sort.</summary>
internal static class FunctionTable
{
    private static readonly FrozenDictionary<string, Function> ByName = new[]
    {
        CollectionFunctions.All, IterationFunctions.All, ConversionFunctions.All, StringFunctions.All, PatternFunctions.All,
        EncodingFunctions.All, MathFunctions.All, TemporalFunctions.All, FhirFunctions.All, KeyFunctions.All,
    }.SelectMany(group => group).ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    public static IEnumerable<Function> All => ByName.Values;

    public static Function? Find(string name) => ByName.GetValueOrDefault(name);
}

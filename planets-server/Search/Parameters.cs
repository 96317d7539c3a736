using System.Collections.Frozen;
using Phr.Fhir.Definitions;

namespace Phr.Planets.Search;

/// <summary>
/// Numbers of the R4 search parameters in the tables: places of their codes in ordinal order. A code means different things in
/// different types; every query names the type as well.
/// </summary>
public static class Parameters
{
    private static readonly FrozenDictionary<string, short> Numbers = R4.SearchParameters
        .Select(parameter => parameter.Code).Distinct().Order(StringComparer.Ordinal)
        .Select((code, index) => (code, index)).ToFrozenDictionary(pair => pair.code, pair => checked((short)pair.index));

    /// <exception cref="KeyNotFoundException">Not a code of an R4 search parameter: a bug.</exception>
    public static short Number(string code) => Numbers[code];
}

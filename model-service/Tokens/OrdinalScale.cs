using System.Collections.Frozen;

namespace Phr.Model.Tokens;

/// <summary>
/// Answers that stand for a step of an ordinal scale: urine strips (R4 and JP spellings) and tobacco (SNOMED CT).
/// </summary>
public static class OrdinalScale
{
    private static readonly FrozenDictionary<string, double> Steps = new Dictionary<string, double>
    {
        ["-"] = 0, ["(-)"] = 0, ["－"] = 0, ["陰性"] = 0, ["negative"] = 0,
        ["+-"] = 0.5, ["±"] = 0.5, ["(±)"] = 0.5, ["(+-)"] = 0.5, ["trace"] = 0.5,
        ["+"] = 1, ["1+"] = 1, ["(+)"] = 1, ["(1+)"] = 1, ["陽性"] = 1, ["positive"] = 1,
        ["2+"] = 2, ["(2+)"] = 2, ["++"] = 2, ["(++)"] = 2,
        ["3+"] = 3, ["(3+)"] = 3, ["+++"] = 3, ["(+++)"] = 3,
        ["4+"] = 4, ["(4+)"] = 4,
        ["266919005"] = 0, ["8517006"] = 1, ["428041000124106"] = 2, ["77176002"] = 3, ["449868002"] = 3,
        ["428071000124103"] = 3, ["428061000124105"] = 2,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The step as a number without unit; null where the answer is on no scale.</summary>
    public static Measured? Number(string answer) =>
        Steps.TryGetValue(answer, out var step) ? new Measured(step, "1") : null;
}

using System.Collections.Frozen;

namespace Phr.Model.Tokens;

/// <summary>
/// Brings a measured number to a concept's canonical unit. What cannot be brought there has no number.
/// </summary>
public static class Units
{
    /// <summary>Spellings of the same unit, after case and blanks are taken away.</summary>
    private static readonly FrozenDictionary<string, string> Spellings = new Dictionary<string, string>
    {
        ["mmhg"] = "mm[hg]",
        ["percent"] = "%",
        ["mg/l"] = "mg/l",
        ["mmol/l"] = "mmol/l",
        ["meq/l"] = "mmol/l",          // Monovalent ions only; the table below lists where it is used.
        ["ml/min"] = "ml/min/{1.73_m2}",
        ["ml/min/1.73m2"] = "ml/min/{1.73_m2}",
        ["ml/min/1.73m^2"] = "ml/min/{1.73_m2}",
        ["ml/min/1.73m*2"] = "ml/min/{1.73_m2}",
        ["ml/min/{1.73m2}"] = "ml/min/{1.73_m2}",
        ["ml/min/173.10*-2.m2"] = "ml/min/{1.73_m2}",
        ["kg/m^2"] = "kg/m2",
        ["kg/m*2"] = "kg/m2",
        ["k/ul"] = "10*3/ul",
        ["10^3/ul"] = "10*3/ul",
        ["10*9/l"] = "10*3/ul",
        ["m/ul"] = "10*6/ul",
        ["10^6/ul"] = "10*6/ul",
        ["10*12/l"] = "10*6/ul",
        ["10*4/ul"] = "10*4/ul",
        ["iu/l"] = "u/l",
        ["[iu]/l"] = "u/l",
        ["uiu/ml"] = "u[iu]/ml",
        ["miu/l"] = "u[iu]/ml",
        ["m[iu]/l"] = "u[iu]/ml",
        ["ng/l"] = "pg/ml",
        ["ug/l"] = "ng/ml",
        ["bpm"] = "/min",
        ["beats/minute"] = "/min",
        ["{beats}/min"] = "/min",
        ["{h_beats}/min"] = "/min",
        ["/分"] = "/min",
        ["insp/min"] = "/min",
        ["{breaths}/min"] = "/min",
        ["degc"] = "cel",
        ["°c"] = "cel",
        ["℃"] = "cel",
        ["degf"] = "[degf]",
        ["°f"] = "[degf]",
        ["lb"] = "[lb_av]",
        ["lbs"] = "[lb_av]",
        ["in"] = "[in_i]",
        ["inches"] = "[in_i]",
        ["msec"] = "ms",
        ["{steps}/d"] = "/d",
        ["歩/日"] = "/d",
        ["mg/gcr"] = "mg/g",
        ["mg/g{creat}"] = "mg/g",
        ["mg/g・cr"] = "mg/g",
    }.ToFrozenDictionary();

    /// <summary>(concept, or * for any; from; to) → factor and offset: y = x · factor + offset.</summary>
    private static readonly FrozenDictionary<(string, string, string), (double Factor, double Offset)> Conversions =
        new Dictionary<(string, string, string), (double, double)>
        {
            [("lab/hba1c", "mmol/mol", "%")] = (0.09148, 2.152),           // IFCC to NGSP.
            [("lab/glucose", "mmol/l", "mg/dl")] = (18.0156, 0),
            [("home/glucose", "mmol/l", "mg/dl")] = (18.0156, 0),
            [("week/glucose", "mmol/l", "mg/dl")] = (18.0156, 0),
            [("lab/creatinine", "umol/l", "mg/dl")] = (1 / 88.42, 0),
            [("lab/urea-nitrogen", "mmol/l", "mg/dl")] = (2.801, 0),
            [("lab/uric-acid", "umol/l", "mg/dl")] = (1 / 59.48, 0),
            [("lab/cholesterol", "mmol/l", "mg/dl")] = (38.67, 0),
            [("lab/ldl", "mmol/l", "mg/dl")] = (38.67, 0),
            [("lab/hdl", "mmol/l", "mg/dl")] = (38.67, 0),
            [("lab/non-hdl", "mmol/l", "mg/dl")] = (38.67, 0),
            [("lab/triglycerides", "mmol/l", "mg/dl")] = (88.57, 0),
            [("lab/calcium", "mmol/l", "mg/dl")] = (4.008, 0),
            [("lab/phosphate", "mmol/l", "mg/dl")] = (3.097, 0),
            [("lab/bilirubin", "umol/l", "mg/dl")] = (1 / 17.1, 0),
            [("lab/urine-albumin-creatinine", "mg/mmol", "mg/g")] = (8.84, 0),
            [("lab/bnp", "pmol/l", "pg/ml")] = (3.461, 0),
            [("lab/nt-probnp", "pmol/l", "pg/ml")] = (8.457, 0),
            [("week/sleep", "min/d", "h/d")] = (1 / 60.0, 0),
            [("*", "g/l", "g/dl")] = (0.1, 0),
            [("*", "mg/l", "mg/dl")] = (0.1, 0),
            [("*", "mg/l", "g/dl")] = (1e-4, 0),
            [("*", "g/l", "mg/dl")] = (100, 0),
            [("*", "10*4/ul", "10*3/ul")] = (10, 0),
            [("*", "10*4/ul", "10*6/ul")] = (0.01, 0),
            [("*", "/ul", "10*3/ul")] = (0.001, 0),
            [("*", "/ul", "10*6/ul")] = (1e-6, 0),
            [("*", "10*2/ul", "10*3/ul")] = (0.1, 0),
            [("*", "[lb_av]", "kg")] = (0.45359237, 0),
            [("*", "g", "kg")] = (0.001, 0),
            [("*", "[in_i]", "cm")] = (2.54, 0),
            [("*", "m", "cm")] = (100, 0),
            [("*", "mm", "cm")] = (0.1, 0),
            [("*", "[degf]", "cel")] = (5.0 / 9, -160.0 / 9),
            [("*", "kpa", "mm[hg]")] = (7.50062, 0),
            [("*", "pg/ml", "ng/ml")] = (0.001, 0),
            [("*", "ng/ml", "pg/ml")] = (1000, 0),
            [("*", "g/g", "mg/g")] = (1000, 0),
        }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Monovalent =
        new[] { "lab/sodium", "lab/potassium", "lab/chloride", "lab/bicarbonate" }.ToFrozenSet();

    /// <summary>
    /// The number in <paramref name="canonical"/>, or null where the unit is missing, unknown or of another kind.
    /// </summary>
    /// <param name="concept">Concept key: molar conversions depend on the substance.</param>
    /// <param name="canonical">UCUM; empty for counts and scales, which take any unit as given.</param>
    public static double? Convert(string concept, double value, string? unit, string canonical)
    {
        if (!double.IsFinite(value))
            return null;
        if (canonical.Length == 0)
            return value;
        if (unit is null || (IsEquivalents(unit) && !Monovalent.Contains(concept)))
            return null;
        var from = Spell(unit);
        var to = Spell(canonical);
        if (from == to)
            return value;
        return Conversions.TryGetValue((concept, from, to), out var own)
            || Conversions.TryGetValue(("*", from, to), out own)
            ? (value * own.Factor) + own.Offset
            : null;
    }

    /// <summary>Whether two spellings name one unit.</summary>
    public static bool AreSame(string left, string right) => Spell(left) == Spell(right);

    private static bool IsEquivalents(string unit) => unit.StartsWith("meq", StringComparison.OrdinalIgnoreCase);

    private static string Spell(string unit)
    {
        var plain = unit.Replace(" ", "", StringComparison.Ordinal).Replace('μ', 'u').Replace('µ', 'u')
            .ToLowerInvariant();
        return Spellings.GetValueOrDefault(plain, plain);
    }
}

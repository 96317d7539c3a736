namespace Phr.Model.Evaluation;

/// <summary>The subgroups in which a model is judged: it must not be good on average and bad for some.</summary>
public static class Subgroups
{
    /// <summary>Below so many steps a record is thin.</summary>
    public const int ThinSteps = 200;

    public static IReadOnlyList<(string Name, Func<EvaluationRow, bool> Has)> All { get; } =
    [
        ("female", row => row.Sex == "female"),
        ("male", row => row.Sex == "male"),
        ("age 20-39", row => row.AgeYears < 40),
        ("age 40-64", row => row.AgeYears is >= 40 and < 65),
        ("age 65-74", row => row.AgeYears is >= 65 and < 75),
        ("age 75 and over", row => row.AgeYears >= 75),
        ("with a device", row => row.HasDevice),
        ("without a device", row => !row.HasDevice),
        ("thin record", row => row.Steps < ThinSteps),
    ];
}

namespace Phr.Simulator.Writing.Meds;

/// <summary>
/// An event in the five columns of MEDS 0.4. The unit stands in the code ("LOINC//8480-6//mm[Hg]"), for MEDS has no column for it; time is
/// what a clock in Japan showed, for MEDS has no zones; numbers are single precision.
/// </summary>
internal readonly record struct MedsRow(long SubjectId, DateTime? Time, string Code, float? NumericValue, string? TextValue)
{
    public static MedsRow Of(MedsEvent item) => new(
        item.SubjectId, item.Time?.DateTime, item.Unit is { } unit ? $"{item.Code}//{unit}" : item.Code,
        (float?)item.NumericValue, item.TextValue);
}

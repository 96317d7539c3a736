using System.Text.Json.Serialization;

namespace Phr.Model.Cohorts;

/// <summary>An end of a stay in hospital.</summary>
public enum StayEdge
{
    Admission,
    Discharge,
}

/// <summary>
/// When a question is put that is not one for any time: so many hours after admission, to who is still in hospital, or after discharge, to
/// who is not yet back. It is answered from what was known at that moment, whenever somebody reads the answer.
/// </summary>
/// <param name="Hours">0 to <see cref="HoursMax"/>.</param>
public sealed record AskingMoment([property: JsonRequired] StayEdge After, [property: JsonRequired] double Hours)
{
    public const double HoursMax = 720;

    internal string? Fault() => Enum.IsDefined(After) && Hours is >= 0 and <= HoursMax
        ? null : $"moment is after admission or discharge, by hours from 0 to {HoursMax}.";

    /// <summary>
    /// Every moment at which a person was asked, to learn from. A stay whose end is not told gives none: nobody knows what came. Who died
    /// on the day of discharge died in hospital, and is not asked after it.
    /// </summary>
    /// <param name="stays">In order of time.</param>
    public IEnumerable<DateTimeOffset> All(IReadOnlyList<InpatientStay> stays, DateTimeOffset? death)
    {
        for (var i = 0; i < stays.Count; i++)
        {
            if (stays[i].Discharged is not { } discharged)
                continue;
            var moment = Of(stays[i].Admitted, discharged);
            var isBack = i + 1 < stays.Count && stays[i + 1].Admitted <= moment;
            if (After == StayEdge.Admission ? moment < discharged : !isBack && !IsDeadOnDay(discharged, death))
                yield return moment;
        }
    }

    /// <summary>The last moment at which the question was put, by what is known now; null where it was not.</summary>
    /// <param name="stays">As of <paramref name="now"/>; the last one goes on where it has no end.</param>
    public DateTimeOffset? Last(IReadOnlyList<InpatientStay> stays, DateTimeOffset now)
    {
        IEnumerable<DateTimeOffset> moments = After == StayEdge.Discharge ? All(stays, death: null)
            : stays is [.., { Discharged: null } current] ? [current.Admitted.AddHours(Hours)] : [];
        return moments.Where(moment => moment <= now).Select(moment => (DateTimeOffset?)moment).LastOrDefault();
    }

    private DateTimeOffset Of(DateTimeOffset admitted, DateTimeOffset discharged) =>
        (After == StayEdge.Admission ? admitted : discharged).AddHours(Hours);

    private static bool IsDeadOnDay(DateTimeOffset discharged, DateTimeOffset? death) =>
        death is { } died && died.ToOffset(discharged.Offset).Date <= discharged.Date;
}

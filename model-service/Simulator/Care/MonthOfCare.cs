using Phr.Simulator.Life;

namespace Phr.Simulator.Care;

/// <summary>One month of care: what happened is answered, then check-ups, planned visits and minor illness.</summary>
internal static class MonthOfCare
{
    public static void Advance(CareContext care, Happenings happened)
    {
        var admitted = Admissions.Answer(care, happened);
        if (admitted || !care.State.IsAlive)
        {
            return;
        }

        Obstetrics.Advance(care, happened);
        MentalHealthCare.Advance(care);
        Checkups.Advance(care);
        Clinic.Advance(care);
        MinorIllness.Advance(care);
        Suspicions.Advance(care);
    }
}

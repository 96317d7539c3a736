using Phr.Simulator.Care;
using Phr.Simulator.Chance;
using Phr.Simulator.Hazards;
using Phr.Simulator.Life;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Knowable;

/// <summary>
/// Weighs a body by what care-givers did and did not do about it: who comes, what they found, and what they would have found. Only where
/// all care was recorded.
/// </summary>
internal sealed class CareEvidence(World world, RandomStream chance)
{
    /// <summary>HbA1c, %, as written, from which a doctor who does not know of diabetes says it if it is there.</summary>
    private const double DiabeticHbA1c = 6.55;

    /// <summary>Weight of a body that is said to be free of what was drawn for it: it counts where no other is left.</summary>
    private const double Cured = 0.01;

    private const int OnsetMonthsBeforeDiagnosis = 18;

    /// <summary>Minor visits are weighed a year at a time.</summary>
    private const int YearMonths = 12;

    private int months;
    private int visits;

    /// <summary>Whether the year's visits are weighed this month.</summary>
    private bool IsYearFull => months == YearMonths;

    /// <summary>Counts a month; call it once, before its bodies are weighed.</summary>
    public void Count(RecordedMonth month)
    {
        (months, visits) = IsYearFull ? (0, 0) : (months, visits);
        months++;
        visits += month.Has(Recorded.MinorVisit) ? 1 : 0;
    }

    public void Weigh(Particle particle, RecordedMonth month)
    {
        var care = new CareContext(world, particle.Traits, particle.State, chance, Chart: null);
        if (Checkups.IsDue(care) && !month.Has(Recorded.Stay))
        {
            Bernoulli(particle, month.Has(Recorded.Checkup), Checkups.Attendance(care));
        }

        if (IsYearFull)
        {
            var probability = MinorIllness.VisitProbability(care);
            particle.LogWeight += (visits * PortableMath.Log(probability)) + ((months - visits) * PortableMath.Log(1 - probability));
        }

        Diabetes(particle, month);
        Kidney(particle, month);
        UnnoticedRhythm(particle, month);
    }

    /// <summary>A diagnosis is never wrong of the body here; a high HbA1c without one says that there is no diabetes.</summary>
    private void Diabetes(Particle particle, RecordedMonth month)
    {
        if (particle.Knows(Diagnoses.Diabetes) || !month.Has(Recorded.PlannedVisit))
        {
            return;
        }

        if (month.Has(Recorded.DiabetesDiagnosed) && particle.State.DiabetesMonth is null)
        {
            particle.Weigh(DiabetesHazard.Of(world, particle.Traits, particle.State).Rate);
            LifeCourse.Strike(world, particle.State, Outcome.Type2Diabetes, chance);
            particle.State.DiabetesMonth -= chance.Below(OnsetMonthsBeforeDiagnosis);
            FrailtyMove.Came(particle, Outcome.Type2Diabetes);
        }
        else if (month.Seen.HbA1c >= DiabeticHbA1c && !month.Has(Recorded.DiabetesDiagnosed) && particle.State.DiabetesMonth is not null)
        {
            particle.Weigh(Cured);
            particle.State.DiabetesMonth = null;
        }
    }

    private static void Kidney(Particle particle, RecordedMonth month)
    {
        if (particle.Knows(Diagnoses.KidneyDisease) || !month.Has(Recorded.PlannedVisit) || month.Seen.Egfr <= 0
            || Calendar.Year(particle.Traits.Born, particle.State.Month) < TreatmentDecisions.KidneyDiseaseFromYear)
        {
            return;
        }

        const double diagnosed = TreatmentDecisions.KidneyDiseaseDiagnosed;
        var suspected = month.Seen.Egfr < TreatmentDecisions.SuspectEgfr ? 1 : NormalCurve.Below(
            (particle.State.LogAlbuminuria - TreatmentDecisions.SuspectLogAlbuminuria) / TreatmentDecisions.AlbuminuriaError);
        Bernoulli(particle, month.Has(Recorded.KidneyDiseaseDiagnosed), Math.Clamp(diagnosed * suspected, 1e-4, diagnosed));
    }

    /// <summary>Fibrillation that nobody noticed this month.</summary>
    private static void UnnoticedRhythm(Particle particle, RecordedMonth month)
    {
        if (particle.State.FibrillationMonth is not { } since || particle.Knows(Diagnoses.Fibrillation)
            || month.Has(Recorded.FibrillationFound))
        {
            return;
        }

        particle.Weigh(1 - Clinic.RhythmNoticed(
            particle.State.Month == since, month.Has(Recorded.PlannedVisit), particle.Traits.Behaviour.WatchFrom is not null));
    }

    private static void Bernoulli(Particle particle, bool came, double probability) => particle.Weigh(came ? probability : 1 - probability);
}

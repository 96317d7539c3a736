using Phr.Simulator.Care;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Knowable;

/// <summary>
/// Care as a record tells it: the same for every body that may have written the record. Prescriptions of a planned visit are complete;
/// who stays away for longer than visits are apart has stopped; whose visit fell into a stay that plans no other goes on without.
/// </summary>
internal readonly record struct KnownCare(CareState State, int LastPlannedMonth, bool IsLost)
{
    private const int VisitsApartMax = 3;

    private const Treatments Psychiatric = MentalHealthCare.Drugs;

    private const Treatments GlucoseDrugs = Treatments.Metformin | Treatments.Dpp4Inhibitor | Treatments.Sulfonylurea | Treatments.Insulin;

    public KnownCare After(RecordedMonth month, long number)
    {
        var state = State with
        {
            Known = State.Known | WrittenDiagnoses.Of(month) | ((month.Prescribed & GlucoseDrugs) != 0 ? Diagnoses.Diabetes : 0),
            Treatments = (State.Treatments & ~Psychiatric) | (month.Psychiatric & Psychiatric)
                | (month.Has(Recorded.Stay) ? State.Treatments & Psychiatric : 0),
            LastCheckupMonth = month.Has(Recorded.Checkup) ? month.Month : State.LastCheckupMonth,
        };
        if (month.Has(Recorded.PlannedVisit))
        {
            return new KnownCare(AfterVisit(state, month, number), month.Month, IsLost: false);
        }

        var next = month.Month - LastPlannedMonth <= VisitsApartMax;
        if (month.Has(Recorded.Cancer | Recorded.Birth) && next && State.NextVisitMonth == month.Month)
        {
            return this with { State = state with { NextVisitMonth = 0 }, IsLost = true };
        }

        if (month.Has(Recorded.Stay | Recorded.FibrillationFound | Recorded.HeartFailureFound))
        {
            return this with { State = state with { NextVisitMonth = month.Month + 1 } };
        }

        return this with { State = Waiting(state, month.Month) };
    }

    private CareState Waiting(CareState state, int month) => IsLost ? state : month - LastPlannedMonth > VisitsApartMax
        ? state with { Treatments = state.Treatments & Psychiatric, NextVisitMonth = 0 }
        : state with { NextVisitMonth = state.NextVisitMonth == 0 ? 0 : Math.Max(state.NextVisitMonth, month + 1) };

    private static CareState AfterVisit(CareState state, RecordedMonth month, long number)
    {
        var treatments = (state.Treatments & Psychiatric) | (month.Prescribed & ~Psychiatric);
        var labs = month.Seen.Ldl > 0 || month.Seen.Egfr > 0;
        var interval = (state.Known & Diagnoses.HeartFailure) != 0 ? 1
            : (state.Known & (Diagnoses.Diabetes | Diagnoses.Coronary)) != 0 ? 2 : 2 + (int)(number % 2);
        return state with
        {
            Treatments = treatments,
            MonthsOnTreatmentStep =
                ((treatments ^ state.Treatments) & TreatmentDecisions.PressureDrugs) != 0 ? 0 : state.MonthsOnTreatmentStep + 2,
            LastLabMonth = labs ? month.Month : state.LastLabMonth,
            RaisedPressures = month.Seen.Systolic >= 140 ? state.RaisedPressures + 1 : 0,
            SeenSystolic = Last(month.Seen.Systolic, state.SeenSystolic),
            SeenHbA1c = Last(month.Seen.HbA1c, state.SeenHbA1c),
            SeenLdl = Last(month.Seen.Ldl, state.SeenLdl),
            SeenEgfr = Last(month.Seen.Egfr, state.SeenEgfr),
            NextVisitMonth = (state.Known & Clinic.Chronic) != 0 ? month.Month + interval : 0,
        };
    }

    private static double Last(double now, double before) => now > 0 ? now : before;
}

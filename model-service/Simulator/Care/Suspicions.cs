using Phr.Simulator.Chance;
using Phr.Simulator.Codes;
using Phr.Simulator.Observation;

namespace Phr.Simulator.Care;

/// <summary>
/// A shadow on an image, looked into: a suspected cancer that is written down, often before the person is told, and
/// comes to nothing. It changes no life.
/// </summary>
internal static class Suspicions
{
    private const int FromAge = 50;

    public static void Advance(CareContext care)
    {
        if (care.Chart is not { } chart || care.State.AgeYears < FromAge || care.State.CancerMonth is not null)
        {
            return;
        }

        if (!chart.Chance.Chance(PortableMath.EventProbability(care.Habits.Suspicions, 1.0 / 12)))
        {
            return;
        }

        var untold = chart.Chance.Chance(care.Habits.UntoldSuspicionShare);
        if (chart.Open(care.Traits.Behaviour.HospitalSite, EncounterClass.Ambulatory, Department.RespiratoryMedicine, care.Day()) is { } encounter)
        {
            chart.Diagnose(encounter, Disease.LungCancer, DateOnly.FromDateTime(encounter.Start), untold, suspected: true);
            LabPanels.BloodCount(care, encounter);
            LabPanels.Inflammation(care, encounter, -1.8);
        }
    }
}

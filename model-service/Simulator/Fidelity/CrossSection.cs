using Phr.Simulator.Chance;
using Phr.Simulator.Life;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Fidelity;

/// <summary>The living on one day, as a survey would see them.</summary>
public sealed class CrossSection(DateOnly day)
{
    /// <summary>
    /// Ages of the participants of the National Health and Nutrition Survey: the old are over-represented.
    /// </summary>
    private static readonly (int AgeFrom, double Share)[] SurveyAges =
        [(20, 0.06), (30, 0.08), (40, 0.13), (50, 0.16), (60, 0.20), (70, 0.26), (80, 0.11)];

    private readonly Tally tally = new();

    public const string Bmi25 = "BMI 25 or more";
    public const string Bmi185 = "BMI below 18.5";
    public const string Diabetes = "Diabetes";
    public const string ClinicSystolic = "Clinic systolic pressure, mmHg";
    public const string Systolic140 = "Clinic systolic pressure 140 or more";
    public const string Smoker = "Smokes";
    public const string Fibrillation = "Atrial fibrillation";
    public const string HeartFailure = "Heart failure";
    public const string KidneyDisease = "eGFR below 60 or proteinuria";
    public const string Steps = "Steps a day";
    public const string Dialysis = "Dialysis";
    public const string HomeSystolic = "Usual systolic pressure, mmHg";

    public Tally Tally => tally;

    public void Add(SimulatedPerson person)
    {
        var truth = person.Truth;
        if (truth.Died <= day || person.Traits.Born.AddYears(20) > day)
        {
            return;
        }

        var state = truth.At(truth.MonthBefore(day));
        var noise = new RandomStream(person.Seed, person.Number, ChancePurpose.Rollout, day.DayNumber);
        foreach (var (measure, value) in Values(person, state, noise))
        {
            tally.Add(Cell.Of(measure, person.Traits.Sex, state.AgeYears), value, 1);
        }
    }

    /// <summary>Mean over the ages of the survey's participants.</summary>
    public (double Mean, double People) Survey(string measure, Sex sex) => Weighted(measure, sex, SurveyAges);

    /// <summary>Mean over the simulated adults between two ages.</summary>
    public (double Mean, double People) Adults(string measure, Sex sex, int ageFrom, int ageTo)
    {
        var cells = Bands(ageFrom, ageTo).Select(age => new Cell(measure, sex, age)).ToList();
        var people = cells.Sum(tally.Weight);
        return (cells.Sum(tally.Sum) / people, people);
    }

    private (double Mean, double People) Weighted(string measure, Sex sex, IEnumerable<(int AgeFrom, double Share)> ages)
    {
        var (mean, people) = (0.0, 0.0);
        foreach (var (ageFrom, share) in ages)
        {
            var cell = new Cell(measure, sex, ageFrom);
            mean += share * tally.Mean(cell);
            people += tally.Weight(cell);
        }

        return (mean, people);
    }

    private static IEnumerable<int> Bands(int from, int to)
    {
        for (var age = from; age < to; age += 10)
        {
            yield return age;
        }
    }

    private static IEnumerable<(string Measure, double Value)> Values(SimulatedPerson person, LifeState state, RandomStream noise)
    {
        // The survey's pressure is the mean of two readings of one visit: more alike than readings of two visits.
        var clinic = state.Systolic + person.Traits.WhiteCoatMmHg + (person.World.Observation.ClinicPressureNoise * 0.9 * noise.Normal());
        return
        [
            (Bmi25, Is(state.Bmi >= 25)),
            (Bmi185, Is(state.Bmi < 18.5)),
            (Diabetes, Is(state.DiabetesMonth is not null)),
            (ClinicSystolic, clinic),
            (Systolic140, Is(clinic >= 140)),
            (HomeSystolic, state.Systolic),
            (Smoker, Is(state.Smoking == SmokingStatus.Current)),
            (Fibrillation, Is(state.FibrillationMonth is not null)),
            (HeartFailure, Is(state.HeartFailureMonth is not null)),
            (KidneyDisease, Is(state.Egfr < 60 || state.LogAlbuminuria > 5.0)),
            (Steps, state.Steps),
            (Dialysis, Is(state.DialysisMonth is not null)),
        ];
    }

    private static double Is(bool holds) => holds ? 1 : 0;
}

using Phr.Simulator.Hazards;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Fidelity;

/// <summary>
/// Holds a simulated population to published numbers. People are added one by one and not kept; <see cref="Rows"/> sets
/// each published figure beside the simulated one.
/// </summary>
public sealed class SimulationFidelity
{
    private const string Nhns = "National Health and Nutrition Survey 2023 (MHLW)";
    private const string Ipss = "IPSS life tables, men 2024, women 2025";
    private const string CheckupFibrillation = "264,029 Japanese check-ups, 2018";

    public CrossSection Survey { get; } = new(new DateOnly(2023, 11, 15));

    public Incidence Incidence { get; } = new();

    public ScoreCheck Scores { get; } = new();

    public LongRangeShare LongRange { get; } = new();

    public int People { get; private set; }

    public void Add(SimulatedPerson person)
    {
        People++;
        Survey.Add(person);
        Incidence.Add(person);
        Scores.Add(person);
        LongRange.Add(person);
    }

    public IEnumerable<FidelityRow> Rows() => [.. SurveyRows(), .. PrevalenceRows(), .. FibrillationRows(), .. MortalityRows()];

    private IEnumerable<FidelityRow> SurveyRows() =>
    [
        Surveyed(CrossSection.Bmi25, Sex.Male, 0.315, 0.12),
        Surveyed(CrossSection.Bmi25, Sex.Female, 0.211, 0.15),
        Surveyed(CrossSection.Bmi185, Sex.Male, 0.044, 0.45),
        Surveyed(CrossSection.Bmi185, Sex.Female, 0.120, 0.25),
        Surveyed(CrossSection.Diabetes, Sex.Male, 0.168, 0.20),
        Surveyed(CrossSection.Diabetes, Sex.Female, 0.089, 0.25),
        Surveyed(CrossSection.ClinicSystolic, Sex.Male, 131.6, 0.02),
        Surveyed(CrossSection.ClinicSystolic, Sex.Female, 126.2, 0.02),
        Surveyed(CrossSection.Systolic140, Sex.Male, 0.275, 0.15),
        Surveyed(CrossSection.Systolic140, Sex.Female, 0.225, 0.18),
        Surveyed(CrossSection.Steps, Sex.Male, 6600, 0.08),
        Surveyed(CrossSection.Steps, Sex.Female, 5700, 0.08),
    ];

    private IEnumerable<FidelityRow> PrevalenceRows() =>
    [
        Both(CrossSection.Smoker, 0.148, 0.20, "NHNS 2024: smokers of both sexes"),
        Both(CrossSection.KidneyDisease, 0.13, 0.25, "Imai et al. 2009: chronic kidney disease of adults, 13.3 million in 2005"),
        Both(CrossSection.HeartFailure, 0.0147, 0.50, "JMDC claims 2019, 14.7 per 1,000 up to 74 years; here up to 79", ageTo: 80),
        Both(CrossSection.Dialysis, 0.0033, 0.60, "Japanese Society for Dialysis Therapy 2022: 347,000 of 105 million adults"),
    ];

    private IEnumerable<FidelityRow> FibrillationRows() =>
    [
        Rate(Outcome.AtrialFibrillation, Sex.Male, 50, 2.41, 0.50, CheckupFibrillation),
        Rate(Outcome.AtrialFibrillation, Sex.Male, 60, 4.78, 0.35, CheckupFibrillation),
        Rate(Outcome.AtrialFibrillation, Sex.Male, 70, 7.45, 0.35, CheckupFibrillation),
        Rate(Outcome.AtrialFibrillation, Sex.Female, 60, 1.06, 0.70, CheckupFibrillation),
        Rate(Outcome.AtrialFibrillation, Sex.Female, 70, 3.06, 0.45, CheckupFibrillation),
    ];

    /// <summary>Observed over expected deaths, by the life table: the published ratio is 1.</summary>
    private IEnumerable<FidelityRow> MortalityRows()
    {
        foreach (var sex in Enum.GetValues<Sex>())
        {
            foreach (var (from, to) in new[] { (50, 69), (70, 84) })
            {
                var (observed, expected) = Incidence.Deaths(sex, from, to);
                yield return new FidelityRow(
                    new($"Deaths over life table at {from} to {to}, {sex}", 1, 0.25, Ipss), observed / expected,
                    observed);
            }
        }
    }

    private FidelityRow Surveyed(string measure, Sex sex, double published, double tolerance)
    {
        var (mean, people) = Survey.Survey(measure, sex);
        return new FidelityRow(new($"{measure}, {sex}", published, tolerance, Nhns), mean, people * Math.Min(1, mean));
    }

    private FidelityRow Both(string measure, double published, double tolerance, string source, int ageTo = 100)
    {
        var (men, manyMen) = Survey.Adults(measure, Sex.Male, 20, ageTo);
        var (women, manyWomen) = Survey.Adults(measure, Sex.Female, 20, ageTo);
        var people = manyMen + manyWomen;
        var cases = (men * manyMen) + (women * manyWomen);
        return new FidelityRow(new(measure, published, tolerance, source), cases / people, cases);
    }

    private FidelityRow Rate(Outcome outcome, Sex sex, int ageFrom, double perThousand, double tolerance, string source)
    {
        var (rate, events) = Incidence.Rate(outcome, sex, ageFrom);
        return new FidelityRow(
            new($"{outcome} per 1,000 person-years from {ageFrom}, {sex}", perThousand, tolerance, source), rate,
            events);
    }
}

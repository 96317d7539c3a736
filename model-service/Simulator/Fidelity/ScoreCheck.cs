using Phr.Simulator.Chance;
using Phr.Simulator.Hazards;
using Phr.Simulator.Physiology;
using Phr.Simulator.PublishedScores;

namespace Phr.Simulator.Fidelity;

/// <summary>A published score beside what happened in the ten years (five for kidneys) after one examination.</summary>
public sealed class ScoreCheck
{
    private static readonly DateOnly Examination = new(2013, 6, 1);

    /// <summary>Failing kidneys are rare: five examinations, each followed for five years.</summary>
    private static readonly DateOnly[] KidneyExaminations =
        [new(1998, 6, 1), new(2003, 6, 1), new(2008, 6, 1), new(2013, 6, 1), new(2018, 6, 1)];

    private readonly Dictionary<string, List<(double Predicted, bool Happened)>> scores = [];

    public const string HisayamaScore = "Hisayama 10-year ASCVD";
    public const string SuitaCoronary = "Suita 2014 10-year coronary disease";
    public const string SuitaCardiovascular = "Suita 2020 10-year cardiovascular disease";
    public const string PreventCardiovascular = "PREVENT 10-year cardiovascular disease";
    public const string PreventHeartFailure = "PREVENT 10-year heart failure";
    public const string KidneyFailure = "KFRE 5-year kidney failure in eGFR below 45";

    public void Add(SimulatedPerson person)
    {
        if (StateAt(person, Examination) is { } state && state.FirstCoronaryMonth is null && state.FirstStrokeMonth is null)
        {
            AddArteries(person, Examine(person, state, Examination));
        }

        foreach (var day in KidneyExaminations)
        {
            if (StateAt(person, day) is { Egfr: < 45, DialysisMonth: null } failing)
            {
                Add(KidneyFailure, KidneyFailureRisk.FiveYear(Examine(person, failing, day)), FailsWithin(person, failing.Month, 60));
            }
        }
    }

    /// <summary>The body of a living person of 40 to 79.</summary>
    private static LifeState? StateAt(SimulatedPerson person, DateOnly day)
    {
        var age = day.Year - person.Traits.Born.Year;
        return person.Truth.Died <= day || age is < 40 or > 79 ? null : person.Truth.At(person.Truth.MonthBefore(day));
    }

    /// <summary>People, events, mean predicted probability and C statistic of a score.</summary>
    public (int People, int Events, double MeanPredicted, double C) Result(string score)
    {
        var cases = scores.GetValueOrDefault(score) ?? [];
        return (cases.Count, cases.Count(one => one.Happened), cases.Count == 0 ? double.NaN : cases.Average(one => one.Predicted), Concordance(cases));
    }

    private void AddArteries(SimulatedPerson person, RiskFactors factors)
    {
        var truth = person.Truth;
        var end = Examination.AddYears(10);
        bool Happens(Outcome outcome) => truth.FirstAfter(outcome, Examination) <= end;
        var either = Happens(Outcome.CoronaryEvent) || Happens(Outcome.Stroke);
        Add(HisayamaScore, Hisayama.TenYearRisk(factors), either);
        Add(SuitaCoronary, Suita.CoronaryTenYearRisk(factors), Happens(Outcome.CoronaryEvent));
        Add(SuitaCardiovascular, Suita.CardiovascularTenYearRisk(factors), either);
        Add(PreventCardiovascular, Prevent.Cardiovascular(factors), either || Happens(Outcome.HeartFailure));
        Add(PreventHeartFailure, Prevent.HeartFailure(factors), Happens(Outcome.HeartFailure));
    }

    private void Add(string score, double predicted, bool happened)
    {
        if (!scores.TryGetValue(score, out var cases))
        {
            scores[score] = cases = [];
        }

        cases.Add((predicted, happened));
    }

    /// <summary>One clinic examination, with the errors of a clinic.</summary>
    private static RiskFactors Examine(SimulatedPerson person, LifeState state, DateOnly day)
    {
        var noise = new RandomStream(person.Seed, person.Number, ChancePurpose.Rollout, day.DayNumber);
        var habits = person.World.Observation;
        var systolic = state.Systolic + person.Traits.WhiteCoatMmHg + (habits.ClinicPressureNoise * noise.Normal());
        var ldl = state.Ldl * (1 + (habits.LipidNoise * noise.Normal()));
        var hdl = state.Hdl * (1 + (habits.LipidNoise * noise.Normal()));
        var log = state.LogAlbuminuria + (habits.LogAlbuminuriaNoise * noise.Normal());
        return new RiskFactors
        {
            Sex = person.Traits.Sex,
            AgeYears = state.AgeYears,
            Systolic = systolic,
            Diastolic = Math.Min(systolic - 15, 26 + (0.42 * systolic)),
            Ldl = ldl,
            Hdl = hdl,
            TotalCholesterol = ldl + hdl + (state.Triglycerides / 5),
            Bmi = state.Bmi,
            Egfr = state.Egfr * (1 + (habits.CreatinineNoise * noise.Normal())),
            UrineAlbuminRatio = PortableMath.Exp(log),
            HasProteinuria = log > 5.3,
            HasDiabetes = state.DiabetesMonth is not null,
            Smokes = state.Smoking == SmokingStatus.Current,
            Exercises = state.Steps > 9000,
            IsTreatedForPressure = (state.Care.Known & Diagnoses.Hypertension) != 0,
            TakesStatin = (state.Care.Treatments & Treatments.Statin) != 0,
            HasFibrillation = state.FibrillationMonth is not null,
            HasFamilyCoronaryDisease = person.Traits.FamilyCoronary,
        };
    }

    private static bool FailsWithin(SimulatedPerson person, int month, int months)
    {
        for (var later = month; later <= Math.Min(person.Truth.LastMonth, month + months); later++)
        {
            if (person.Truth.At(later) is { Egfr: < 10 } or { DialysisMonth: not null })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Probability that a case was predicted higher than a non-case; ties count half.</summary>
    internal static double Concordance(IReadOnlyList<(double Predicted, bool Happened)> cases)
    {
        var ordered = cases.OrderBy(one => one.Predicted).ToList();
        double below = 0, concordant = 0, events = 0;
        for (var i = 0; i < ordered.Count;)
        {
            var j = i;
            double tiedEvents = 0, tiedOthers = 0;
            for (; j < ordered.Count && ordered[j].Predicted == ordered[i].Predicted; j++)
            {
                tiedEvents += ordered[j].Happened ? 1 : 0;
                tiedOthers += ordered[j].Happened ? 0 : 1;
            }

            concordant += tiedEvents * (below + (tiedOthers / 2));
            below += tiedOthers;
            events += tiedEvents;
            i = j;
        }

        return concordant / (events * below);
    }
}

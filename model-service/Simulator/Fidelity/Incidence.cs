using Phr.Simulator.Hazards;
using Phr.Simulator.Life;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Fidelity;

/// <summary>
/// First events per person-year at risk, by sex and age, in the years from 2005 on; deaths by single year of age.
/// </summary>
public sealed class Incidence
{
    private const int FirstYear = 2005;
    private const int MortalityFirstYear = 2014;

    private static readonly Outcome[] Outcomes =
        [Outcome.Type2Diabetes, Outcome.CoronaryEvent, Outcome.Stroke, Outcome.KidneyDecline, Outcome.HeartFailure, Outcome.AtrialFibrillation, Outcome.Death];

    private readonly Dictionary<(Sex, int), (double Deaths, double Expected)> mortality = [];

    public Tally Tally { get; } = new();

    public void Add(SimulatedPerson person)
    {
        foreach (var outcome in Outcomes)
        {
            var first = person.Truth.FirstAfter(outcome, DateOnly.MinValue);
            AddAtRisk(person, outcome, first);
        }

        AddMortality(person);
    }

    /// <summary>Rate per 1,000 person-years in an age band of ten years, and the number of events.</summary>
    public (double PerThousand, double Events) Rate(Outcome outcome, Sex sex, int ageFrom)
    {
        var cell = new Cell(outcome.ToString(), sex, ageFrom);
        return (1000 * Tally.Mean(cell), Tally.Sum(cell));
    }

    /// <summary>Deaths between two ages since 2014, and those expected by the life table of today.</summary>
    public (double Observed, double Expected) Deaths(Sex sex, int ageFrom, int ageTo)
    {
        var ages = Enumerable.Range(ageFrom, ageTo - ageFrom + 1).Select(age => mortality.GetValueOrDefault((sex, age))).ToList();
        return (ages.Sum(age => age.Deaths), ages.Sum(age => age.Expected));
    }

    private void AddAtRisk(SimulatedPerson person, Outcome outcome, DateOnly? first)
    {
        var (truth, born) = (person.Truth, person.Traits.Born);
        var from = Math.Max(truth.FirstMonth, (FirstYear - born.Year) * 12);
        for (var month = from; month <= truth.LastMonth; month++)
        {
            var cell = Cell.Of(outcome.ToString(), person.Traits.Sex, month / 12.0);
            var happens = first is { } day && day < Calendar.Date(born, month + 1);
            if (happens && first < Calendar.Date(born, month))
            {
                return;
            }

            Tally.Add(cell, happens ? 1 : 0, 1.0 / 12);
        }
    }

    private void AddMortality(SimulatedPerson person)
    {
        var (truth, traits) = (person.Truth, person.Traits);
        for (var month = Math.Max(truth.FirstMonth, (MortalityFirstYear - traits.Born.Year) * 12); month <= truth.LastMonth; month++)
        {
            var (deaths, expected) = mortality.GetValueOrDefault((traits.Sex, month / 12));
            var dies = month == truth.LastMonth && truth.Died is not null;
            mortality[(traits.Sex, month / 12)] = (deaths + (dies ? 1 : 0), expected + (LifeTable.Probability(traits.Sex, month / 12.0) / 12));
        }
    }
}

/// <summary>
/// Life tables of Japan, men 2024 and women 2025, probability of dying within a year (IPSS projected tables).
/// </summary>
public static class LifeTable
{
    public static IReadOnlyList<int> Ages { get; } = [55, 60, 65, 70, 75, 80];

    public static IReadOnlyList<double> Men { get; } = [0.00366, 0.00577, 0.00937, 0.01447, 0.02257, 0.03977];

    public static IReadOnlyList<double> Women { get; } = [0.00184, 0.00254, 0.00377, 0.00576, 0.00953, 0.01790];

    /// <summary>Probability of dying within a year, log-linear between the published ages and beyond them.</summary>
    public static double Probability(Sex sex, double age)
    {
        var table = sex == Sex.Male ? Men : Women;
        var i = Math.Clamp((int)((age - Ages[0]) / 5), 0, Ages.Count - 2);
        var share = (age - Ages[i]) / 5;
        return Math.Exp(((1 - share) * Math.Log(table[i])) + (share * Math.Log(table[i + 1])));
    }
}

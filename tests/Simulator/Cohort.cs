using Phr.Simulator;
using Phr.Simulator.Devices;
using Phr.Simulator.Fidelity;
using Phr.Simulator.Hazards;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Tests.Simulator;

/// <summary>
/// One simulated population, made once, on which all statistical tests look. Nobody is kept: what is needed is added up
/// in passing.
/// </summary>
public sealed class Cohort
{
    private const int PeopleCount = 4000;
    private const ulong Seed = 2024;

    private static readonly Lazy<Task<Cohort>> Shared = new(Make);

    public SimulationFidelity Fidelity { get; } = new();

    public KidneySlopes Slopes { get; } = new();

    public RiskBalance Balance { get; } = new();

    public DeviceEvidence Devices { get; } = new();

    public int Entries { get; private set; }

    public int DiagnosedDiabetes { get; private set; }

    public int WrongAfterDeath { get; private set; }

    public int WrongBeforeBirthday { get; private set; }

    public static Task<Cohort> Get() => Shared.Value;

    private static async Task<Cohort> Make()
    {
        var cohort = new Cohort();
        await foreach (var person in Population.Stream(World.Shipped, Seed, new PopulationRange(0, PeopleCount)))
        {
            cohort.Add(person);
        }

        return cohort;
    }

    private void Add(SimulatedPerson person)
    {
        Fidelity.Add(person);
        Slopes.Add(person);
        Devices.Add(person);
        if (person.Number % 3 == 0)
        {
            Balance.Add(person);
        }

        Entries += person.Entries.Count;
        DiagnosedDiabetes += (person.Truth.At(person.Truth.LastMonth).Care.Known & Diagnoses.Diabetes) != 0 ? 1 : 0;
        var died = person.Truth.Died?.ToDateTime(TimeOnly.MaxValue) ?? DateTime.MaxValue;
        WrongAfterDeath += person.Entries.Count(entry => entry.Time > died)
            + person.Days.Count(day => day.Date.ToDateTime(TimeOnly.MinValue) > died);
        WrongBeforeBirthday += person.Entries.Count(entry => DateOnly.FromDateTime(entry.Time) < person.Traits.Born.AddYears(18));
    }
}

/// <summary>Yearly change of eGFR from 40 years on.</summary>
public sealed class KidneySlopes
{
    private readonly Dictionary<string, (double Sum, int Count)> means = [];

    public double Mean(string group) => means[group].Sum / means[group].Count;

    public void Add(SimulatedPerson person)
    {
        var truth = person.Truth;
        for (var month = Math.Max(truth.FirstMonth, 480); month + 12 <= truth.LastMonth; month += 60)
        {
            var (from, to) = (truth.At(month), truth.At(month + 12));
            if (from.DialysisMonth is not null)
            {
                return;
            }

            Count("all", to.Egfr - from.Egfr);
            Count(from.LogAlbuminuria > 5.3 ? "proteinuria" : "none", to.Egfr - from.Egfr);
        }
    }

    private void Count(string group, double change)
    {
        var now = means.GetValueOrDefault(group);
        means[group] = (now.Sum + change, now.Count + 1);
    }
}

/// <summary>True five-year risks of many people against what happened to them, in two halves of hazard.</summary>
public sealed class RiskBalance
{
    private static readonly DateOnly Index = new(2014, 6, 1);

    private readonly Dictionary<(Outcome, bool High), (double Expected, double Variance, int Observed)> halves = [];

    private readonly Dictionary<Outcome, double> medianLogHazard = [];

    public (double Expected, double StandardError, int Observed) Of(Outcome outcome, bool high)
    {
        var half = halves[(outcome, high)];
        return (half.Expected, Math.Sqrt(half.Variance), half.Observed);
    }

    public void Add(SimulatedPerson person)
    {
        var truth = person.Truth;
        if (truth.Died <= Index || Index.Year - person.Traits.Born.Year < 45)
        {
            return;
        }

        var month = truth.MonthBefore(Index);
        var from = Phr.Simulator.Life.Calendar.Date(person.Traits.Born, month + 1).AddDays(-1);
        foreach (var outcome in new[] { Outcome.Type2Diabetes, Outcome.CardiovascularEvent, Outcome.KidneyDecline, Outcome.HeartFailure, Outcome.Decompensation, Outcome.Death })
        {
            if (truth.Risk(outcome, month, [60], rollouts: 2) is not [var risk])
            {
                continue;
            }

            var level = truth.Hazard(outcome, month)!.Value.Total;
            var middle = medianLogHazard.TryGetValue(outcome, out var median) ? median : level;
            medianLogHazard[outcome] = middle + (0.05 * Math.Sign(level - middle));
            var now = halves.GetValueOrDefault((outcome, level > middle));
            var happened = truth.FirstAfter(outcome, from) is { } day
                && day < Phr.Simulator.Life.Calendar.Date(person.Traits.Born, month + 61);
            halves[(outcome, level > middle)] = (now.Expected + risk, now.Variance + (risk * (1 - risk)), now.Observed + (happened ? 1 : 0));
        }
    }
}

/// <summary>What devices know of pressure, and a clinic does not.</summary>
public sealed class DeviceEvidence
{
    private readonly List<(double Usual, double HomeMean, double Clinic)> pressures = [];
    private readonly List<double> dayByDay = [];
    public double MeanDayByDay => dayByDay.Average();

    public double HomeCorrelation => Correlation(pressures.Select(one => (one.Usual, one.HomeMean)));

    public double ClinicCorrelation => Correlation(pressures.Select(one => (one.Usual, one.Clinic)));

    public void Add(SimulatedPerson person)
    {
        var month = person.Days.Where(day => day.Date >= new DateOnly(2022, 3, 1) && day.Date < new DateOnly(2022, 4, 1) && day.Morning is not null).ToList();
        var clinic = person.Entries.OfType<RecordEntry.Sign>().LastOrDefault(sign =>
            sign.Vital == Phr.Simulator.Codes.Vital.Systolic && sign.Time.Year == 2022 && sign.Time.Month <= 6);
        if (month.Count < 10 || clinic is null || person.Truth.Died <= new DateOnly(2022, 7, 1))
        {
            return;
        }

        var readings = month.Select(day => (double)day.Morning!.Value.Systolic).ToList();
        var state = person.Truth.At(person.Truth.MonthBefore(new DateOnly(2022, 3, 31)));
        pressures.Add((state.Systolic, readings.Average(), clinic.Value));
        var mean = readings.Average();
        dayByDay.Add(Math.Sqrt(readings.Sum(value => (value - mean) * (value - mean)) / (readings.Count - 1)));
    }

    private static double Correlation(IEnumerable<(double X, double Y)> pairs)
    {
        var list = pairs.ToList();
        var (meanX, meanY) = (list.Average(pair => pair.X), list.Average(pair => pair.Y));
        return list.Sum(pair => (pair.X - meanX) * (pair.Y - meanY))
            / Math.Sqrt(list.Sum(pair => (pair.X - meanX) * (pair.X - meanX)) * list.Sum(pair => (pair.Y - meanY) * (pair.Y - meanY)));
    }
}

using Phr.Simulator.Chance;
using Phr.Simulator.Life;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Devices;

/// <summary>
/// Writes what watch, home monitor, scale and glucose meter measure, day by day. Wear has gaps of weeks, and illness
/// makes more of them: what is missing says something too.
/// </summary>
public sealed class DeviceLog
{
    private const int HospitalDays = 14;
    private const int MinutesADay = 1440;

    /// <summary>
    /// Per standard deviation of congestion: kilograms (JCS self-care: 2 kg in a week is a warning), beats a minute,
    /// and the logarithm of steps (signature before an admission: rate +5 to 10, steps -20 to -30 %).
    /// </summary>
    internal const double KilogramsPerCongestion = 1.6;
    internal const double RatePerCongestion = 4;
    internal const double StepsPerCongestion = 0.15;

    private readonly World world;
    private readonly PersonTraits traits;
    private readonly RandomStream chance;
    private readonly DeviceBody decoy;
    private readonly List<DeviceDay> days = [];
    private DateOnly gapUntil = DateOnly.MinValue;
    private DateOnly inHospitalUntil = DateOnly.MinValue;

    public DeviceLog(World world, ulong seed, PersonTraits traits)
    {
        this.world = world;
        this.traits = traits;
        chance = new RandomStream(seed, traits.Number, ChancePurpose.Devices);
        decoy = DeviceBody.Decoy(chance);
    }

    public IReadOnlyList<DeviceDay> Days => days;

    /// <summary>The days of the month that a state describes, until death or the end of the record.</summary>
    public void Month(LifeState state, Happenings happened, int eventDay)
    {
        var first = Calendar.Date(traits.Born, state.Month);
        var next = Calendar.Date(traits.Born, state.Month + 1);
        if (!Owns(traits.Behaviour.WatchFrom, next) && !Owns(traits.Behaviour.HomeMonitorFrom, next))
        {
            return;
        }

        BeginGap(state, first);
        var body = world.WearablesInformative ? DeviceBody.Of(traits, state) : decoy.At(world.Physiology, traits, state);
        var admitted = (happened & (Happenings.Coronary | Happenings.Stroke | Happenings.Decompensation | Happenings.Birth)) != 0;
        for (var date = first; date < next && date <= world.RecordEnd; date = date.AddDays(1))
        {
            var passed = date.DayNumber - first.DayNumber;
            if (!state.IsAlive && passed >= eventDay)
            {
                return;
            }

            inHospitalUntil = admitted && passed == eventDay ? date.AddDays(HospitalDays) : inHospitalUntil;
            Day(state, body, date, body.CongestionByWeek.Of(passed));
        }
    }

    private static bool Owns(DateOnly? from, DateOnly before) => from is { } date && date < before;

    private void BeginGap(LifeState state, DateOnly first)
    {
        var probability = 0.05 + (state.DepressionSinceMonth is null ? 0 : 0.12) + (state.Congestion > 1 ? 0.10 : 0);
        if (chance.Chance(probability))
        {
            gapUntil = first.AddDays(7 + chance.Below(60));
        }
    }

    private void Day(LifeState state, DeviceBody body, DateOnly date, double congestion)
    {
        if (date < inHospitalUntil)
        {
            return;
        }

        var day = new DeviceDay(date);
        if (Owns(traits.Behaviour.WatchFrom, date) && date >= gapUntil && chance.Chance(traits.Behaviour.WearShare))
        {
            day = Watch(day, body, congestion);
        }

        if (Owns(traits.Behaviour.HomeMonitorFrom, date) && date >= gapUntil)
        {
            day = Home(day, state, body, congestion);
        }

        if (!day.IsEmpty)
        {
            days.Add(day);
        }
    }

    private DeviceDay Watch(DeviceDay day, DeviceBody body, double congestion)
    {
        var wear = Math.Clamp((int)(MinutesADay * (0.72 + (0.16 * chance.Normal()))), 240, MinutesADay);
        var weekend = day.Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? -0.06 : 0.024;
        var worn = 0.55 + (0.45 * wear / MinutesADay);
        var slower = PortableMath.Exp(-StepsPerCongestion * Math.Max(0, congestion));
        return day with
        {
            WearMinutes = wear,
            Steps = (int)(body.Steps * slower * worn * PortableMath.Exp(weekend + (0.32 * chance.Normal()) - 0.05)),
            RestingRate = Math.Round(Math.Max(35, body.RestingRate + (RatePerCongestion * Math.Max(0, congestion)) + (2.2 * chance.Normal())), 0),
            SleepHours = wear > 900 ? Math.Round(Math.Clamp(body.SleepHours + (0.75 * chance.Normal()), 1, 13), 2) : null,
        };
    }

    private DeviceDay Home(DeviceDay day, LifeState state, DeviceBody body, double congestion)
    {
        var diligence = PortableMath.Logistic(0.1 + (0.8 * traits.Behaviour.HealthSeeking) + ((state.Care.Known & Diagnoses.Hypertension) != 0 ? 0.9 : 0));
        var noise = world.Observation.HomePressureNoise + (world.Observation.HomePressureNoiseSpread * body.PressureVariability);
        var glucoseShare = (state.Care.Known & Diagnoses.Diabetes) != 0 ? 0.35 : state.Care.SeenHbA1c >= 6.0 ? 0.10 : 0;
        return day with
        {
            Morning = chance.Chance(0.75 * diligence) ? Reading(body, 2, Math.Max(2, noise)) : null,
            Evening = chance.Chance(0.45 * diligence) ? Reading(body, -3, Math.Max(2, noise)) : null,
            WeightKg = chance.Chance(0.5 * diligence)
                ? Math.Round(body.WeightKg + (KilogramsPerCongestion * Math.Max(0, congestion)) + (0.45 * chance.Normal()), 1)
                : null,
            FastingGlucose = chance.Chance(glucoseShare * diligence)
                ? Math.Round(Math.Max(45, 95 + (26 * (body.HbA1c - 5.5)) + (15 * chance.Normal())), 0)
                : null,
        };
    }

    private PressureReading Reading(DeviceBody body, double offset, double noise)
    {
        var systolic = Math.Clamp(body.Systolic + offset + (noise * chance.Normal()), 75, 240);
        var diastolic = Math.Min(systolic - 15, 26 + (0.42 * systolic) + (4 * chance.Normal()));
        return new PressureReading((int)systolic, (int)diastolic, (int)(body.RestingRate + 3 + (4 * chance.Normal())));
    }
}

using Phr.Simulator.Care;
using Phr.Simulator.Chance;
using Phr.Simulator.Life;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Knowable;

/// <summary>
/// Follows a record month by month with an ensemble of bodies: each lives on by the simulator's own equations, is weighed by what the
/// month tells and moved to what it measured. Where care was not yet recorded the simulator's care goes on unseen.
/// </summary>
internal sealed class RecordFilter
{
    private readonly World world;
    private readonly RecordedPerson person;
    private readonly RandomStream chance;
    private readonly OutcomeEvidence outcomes;
    private readonly LifeEvidence lives;
    private readonly CareEvidence care;
    private KnownCare known;
    private int lastSmokingMonth;

    public RecordFilter(World world, RecordedPerson person, int particles, RandomStream chance)
        : this(world, person, chance, Ensemble.Begin(world, person, particles, chance), new CareEvidence(world, chance))
    {
    }

    private RecordFilter(World world, RecordedPerson person, RandomStream chance, Ensemble ensemble, CareEvidence care)
    {
        (this.world, this.person, this.chance, Ensemble, this.care) = (world, person, chance, ensemble, care);
        (outcomes, lives) = (new OutcomeEvidence(world, chance), new LifeEvidence(world, chance));
    }

    public Ensemble Ensemble { get; }

    /// <summary>The last month that was followed.</summary>
    public int Month { get; private set; } = LifeCourse.FirstMonth;

    /// <summary>A copy that looks ahead into a month that has only begun.</summary>
    public RecordFilter Fork() => new(world, person, chance, Ensemble.Fork(), new CareEvidence(world, chance))
    {
        Month = Month,
        known = known,
        lastSmokingMonth = lastSmokingMonth,
    };

    /// <summary>Follows the next month as far as it was written before a moment.</summary>
    public void Follow(DateTime before)
    {
        Month++;
        var month = person.Read(Month, before);
        var (hospital, all) = (person.IsHospitalRecorded(Month), person.IsCareRecorded(Month));
        var next = known.After(month, person.Number);
        var devices = person.Devices(Month);
        care.Count(month);
        foreach (var particle in Ensemble.Particles)
        {
            Own(particle, devices);
            Live(particle, month, hospital, all);
            if (all)
            {
                lives.Mood(particle, month, known.State, next.State);
                care.Weigh(particle, month);
                particle.State.Care = next.State with { Known = next.State.Known | particle.KnownBefore };
            }

            if (month.Smoking is { } answer)
            {
                lives.Smoking(particle, answer, lastSmokingMonth);
            }
        }

        known = next;
        lastSmokingMonth = month.Smoking is null ? lastSmokingMonth : Month;
        Ensemble.Renew();
        DiabetesTwins.Add(world, Ensemble, month, chance);
        MeasurementUpdate.Apply(world, Ensemble, month.Measurements, chance);
        foreach (var dipstick in month.Dipsticks)
        {
            MeasurementUpdate.Apply(world, Ensemble, dipstick, chance);
        }

        Ensemble.Renew();
    }

    private void Live(Particle particle, RecordedMonth month, bool hospital, bool all)
    {
        var spared = OutcomeEvidence.Always | (hospital ? OutcomeEvidence.Visible : Happenings.None);
        var passed = LifeCourse.Advance(world, particle.Traits, particle.State, chance, spared);
        outcomes.Weigh(particle, passed.Expected);
        if (hospital)
        {
            outcomes.WeighVisible(particle, month, passed.Expected);
            lives.Weigh(particle, month);
        }

        if (!all)
        {
            particle.KnownBefore = particle.State.Care.Known;
            var happened = passed.Happened | (month.Has(Recorded.Coronary) ? Happenings.Coronary : 0)
                | (month.Has(Recorded.Stroke) ? Happenings.Stroke : 0);
            MonthOfCare.Advance(new CareContext(world, particle.Traits, particle.State, chance, Chart: null), happened);
        }
    }

    private static void Own(Particle particle, (DateOnly? Watch, DateOnly? Monitor) devices)
    {
        var behaviour = particle.Traits.Behaviour;
        if (behaviour.WatchFrom != devices.Watch || behaviour.HomeMonitorFrom != devices.Monitor)
        {
            var owning = behaviour with { WatchFrom = devices.Watch, HomeMonitorFrom = devices.Monitor };
            particle.Traits = particle.Traits with { Behaviour = owning };
        }
    }
}

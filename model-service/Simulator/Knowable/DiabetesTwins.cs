using Phr.Simulator.Chance;
using Phr.Simulator.Hazards;
using Phr.Simulator.Life;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Knowable;

/// <summary>
/// Diabetes that began between two measurements is rare among bodies followed forwards. Where a high HbA1c tells of it, each body without
/// gets a twin in which it began in the last two years, weighed by how likely that was: a proposal that knows the measurement. What was
/// drawn forwards in that time stands for the same, so both count half.
/// </summary>
internal static class DiabetesTwins
{
    private const double SuspectHbA1c = 6.4;
    private const int WindowMonths = 24;

    public static void Add(World world, Ensemble ensemble, RecordedMonth month, RandomStream chance)
    {
        if (month.Measurements.All(measured => measured.Quantity != Quantity.HbA1c || measured.Value < SuspectHbA1c)
            || ensemble.Particles.All(particle => particle.State.DiabetesMonth is not null))
        {
            return;
        }

        List<Particle> twins = [];
        foreach (var particle in ensemble.Particles)
        {
            if (particle.State.DiabetesMonth is null)
            {
                twins.Add(Twin(world, particle, chance));
            }
            else if (particle.State.Month - particle.State.DiabetesMonth < WindowMonths)
            {
                particle.Weigh(0.5);
            }
        }

        ensemble.Add(twins);
    }

    private static Particle Twin(World world, Particle particle, RandomStream chance)
    {
        var twin = particle.Copy();
        var lag = chance.Below(WindowMonths);
        twin.Weigh(0.5 * DiabetesHazard.Of(world, twin.Traits, twin.State).Rate * WindowMonths / 12);
        LifeCourse.Strike(world, twin.State, Outcome.Type2Diabetes, chance);
        twin.State.DiabetesMonth -= lag;
        var level = Metabolism.DiabeticBounds(Metabolism.UntreatedHbA1c(world.Physiology, twin.Traits, twin.State, years: 0));
        twin.State.HbA1c += (level - twin.State.HbA1c) * (1 - PortableMath.Exp(-lag / 12.0 / Metabolism.DiabeticHbA1cYears));
        FrailtyMove.Came(twin, Outcome.Type2Diabetes);
        return twin;
    }
}

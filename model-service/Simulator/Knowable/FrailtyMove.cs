using System.Runtime.CompilerServices;
using Phr.Simulator.Chance;
using Phr.Simulator.Hazards;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Knowable;

/// <summary>For each frailty: the events that it would have been expected to bring were it 0, and (beyond them) those that came.</summary>
[InlineArray(2 * FrailtyMove.Count)]
internal struct Exposures
{
    private double first;
}

/// <summary>
/// Gives particles that were drawn twice frailties of their own. A frailty acts by e^f on its hazards alone, so a step that leaves its
/// prior as it is, taken with probability e^(n(f' - f) - H(e^f' - e^f)), leaves the posterior as it is: n events came, H were expected at
/// f = 0 (Metropolis-Hastings; preconditioned Crank-Nicolson, Cotter et al. 2013).
/// </summary>
internal static class FrailtyMove
{
    public const int Count = 7;

    private const double Keep = 0.6;

    internal static readonly Outcome[] Answers =
    [
        Outcome.Type2Diabetes, Outcome.CoronaryEvent, Outcome.Stroke, Outcome.KidneyDecline, Outcome.HeartFailure, Outcome.Decompensation,
        Outcome.AtrialFibrillation, Outcome.Death,
    ];

    /// <summary>Which frailty answers for an outcome; heart failure and its decompensation share one.</summary>
    internal static readonly int[] Slots = [0, 1, 2, 3, 4, 4, 5, 6];

    public static double Of(Frailty frailty, int slot) => slot switch
    {
        0 => frailty.Diabetes,
        1 => frailty.Coronary,
        2 => frailty.Stroke,
        3 => frailty.Kidney,
        4 => frailty.HeartFailure,
        5 => frailty.Rhythm,
        _ => frailty.Death,
    };

    public static void Came(Particle particle, Outcome outcome)
    {
        var exposures = particle.Exposures;
        exposures[Count + Slots[Array.IndexOf(Answers, outcome)]]++;
        particle.Exposures = exposures;
    }

    public static void Step(World world, Particle particle, RandomStream chance)
    {
        Span<double> moved = stackalloc double[Count];
        var spread = world.Hazards.FrailtyDeviation;
        var shared = TraitSampling.FrailtyOfDeprivation * particle.Traits.Deprivation;
        for (var slot = 0; slot < Count; slot++)
        {
            var old = Of(particle.Traits.Frailty, slot);
            var own = ((old / spread) - shared) / TraitSampling.FrailtyOfItsOwn;
            var step = (Keep * own) + (Math.Sqrt(1 - (Keep * Keep)) * chance.Normal());
            var tried = spread * (shared + (TraitSampling.FrailtyOfItsOwn * step));
            var log = (particle.Exposures[Count + slot] * (tried - old))
                - (particle.Exposures[slot] * (PortableMath.Exp(tried) - PortableMath.Exp(old)));
            moved[slot] = log >= 0 || chance.Chance(PortableMath.Exp(log)) ? tried : old;
        }

        particle.Traits = particle.Traits with
        {
            Frailty = new Frailty(moved[0], moved[1], moved[2], moved[3], moved[4], moved[5], moved[6]),
        };
    }
}

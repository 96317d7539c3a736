using Phr.Simulator.Hazards;
using Phr.Simulator.Life;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Knowable;

/// <summary>One body that may have written the record, and how likely it is beside the others.</summary>
internal sealed class Particle(PersonTraits traits, LifeState state)
{
    public PersonTraits Traits { get; set; } = traits;

    public LifeState State { get; set; } = state;

    /// <summary>Natural logarithm, up to a constant that all particles share.</summary>
    public double LogWeight { get; set; }

    /// <summary>What care-givers knew when their record began.</summary>
    public Diagnoses KnownBefore { get; set; }

    /// <summary>What each frailty has answered for, by <see cref="FrailtyMove"/>.</summary>
    public Exposures Exposures { get; set; }

    public Particle Copy() => new(Traits, State.Copy())
    {
        LogWeight = LogWeight,
        KnownBefore = KnownBefore,
        Exposures = Exposures,
    };

    /// <summary>Multiplies the weight by a probability; what cannot be leaves a particle that is never drawn.</summary>
    public void Weigh(double probability) =>
        LogWeight += probability > 0 ? Chance.PortableMath.Log(probability) : double.NegativeInfinity;

    public bool Knows(Diagnoses diagnosis) => (State.Care.Known & diagnosis) != 0;

    public void Expose(in ExpectedEvents expected)
    {
        var exposures = Exposures;
        for (var i = 0; i < FrailtyMove.Answers.Length; i++)
        {
            var hazard = FrailtyMove.Answers[i] == Outcome.Death
                ? expected.DeathWithout(Outcome.CardiovascularEvent) : expected.Of(FrailtyMove.Answers[i]);
            var slot = FrailtyMove.Slots[i];
            exposures[slot] += hazard / Chance.PortableMath.Exp(FrailtyMove.Of(Traits.Frailty, slot));
        }

        Exposures = exposures;
    }
}

using System.Runtime.CompilerServices;
using Phr.Simulator.Hazards;

namespace Phr.Simulator.Life;

/// <summary>
/// Events to be expected, by outcome: the sum of the probabilities with which each draw comes true (the compensator of the counting
/// process; its difference from what happens is chance alone). A draw holds one event at most, so a hazard h over it counts 1 - e^-h.
/// Nothing where the outcome cannot happen.
/// </summary>
public struct ExpectedEvents
{
    private OutcomeValues counts;
    private OutcomeValues fatal;

    public readonly double Of(Outcome outcome) => outcome switch
    {
        Outcome.CardiovascularEvent => counts[(int)Outcome.CoronaryEvent] + counts[(int)Outcome.Stroke],
        Outcome.Death => Deaths(Outcome.Death),
        _ => counts[(int)outcome],
    };

    /// <summary>Deaths that are not themselves the outcome: a fatal stroke is a stroke.</summary>
    public readonly double DeathWithout(Outcome outcome) => outcome == Outcome.Death ? 0 : Deaths(outcome);

    internal void Add(Outcome outcome, double count, double fatality)
    {
        counts[(int)outcome] += count;
        fatal[(int)outcome] += count * fatality;
    }

    private readonly double Deaths(Outcome except)
    {
        var sum = 0.0;
        for (var i = 0; i < OutcomeValues.Count; i++)
        {
            var own = except == Outcome.CardiovascularEvent && i is (int)Outcome.CoronaryEvent or (int)Outcome.Stroke;
            sum += i == (int)except && except != Outcome.Death || own ? 0 : fatal[i];
        }

        return sum;
    }
}

/// <summary>One number for each outcome.</summary>
[InlineArray(Count)]
internal struct OutcomeValues
{
    public const int Count = 9;

    private double first;
}

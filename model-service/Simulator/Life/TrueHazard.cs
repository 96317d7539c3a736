using Phr.Simulator.Chance;
using Phr.Simulator.Hazards;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Life;

/// <summary>
/// The hazard that a state has, by outcome. The life course draws from these, so they are true by construction.
/// </summary>
public static class TrueHazard
{
    /// <summary>
    /// Whether the outcome can happen at all: once-only outcomes end it, decompensation needs a failing heart.
    /// </summary>
    public static bool IsAtRisk(Outcome outcome, LifeState state) => state.IsAlive && outcome switch
    {
        Outcome.Type2Diabetes => state.DiabetesMonth is null,
        Outcome.KidneyDecline => state.KidneyDeclineMonth is null && state.DialysisMonth is null,
        Outcome.HeartFailure => state.HeartFailureMonth is null,
        Outcome.Decompensation => state.HeartFailureMonth is not null,
        Outcome.AtrialFibrillation => state.FibrillationMonth is null,
        _ => true,
    };

    /// <summary>The hazard per year; the person must be at risk.</summary>
    public static LogHazard Of(Outcome outcome, World world, PersonTraits traits, LifeState state) => outcome switch
    {
        Outcome.Type2Diabetes => DiabetesHazard.Of(world, traits, state),
        Outcome.CoronaryEvent => CoronaryHazard.Of(world, traits, state),
        Outcome.Stroke => StrokeHazard.Of(world, traits, state),
        Outcome.CardiovascularEvent => LogHazard.Either(CoronaryHazard.Of(world, traits, state), StrokeHazard.Of(world, traits, state)),
        Outcome.KidneyDecline => KidneyHazard.Of(world, traits, state),
        Outcome.HeartFailure => HeartFailureHazard.Of(world, traits, state),
        Outcome.Decompensation => DecompensationHazard.Of(world, traits, state),
        Outcome.AtrialFibrillation => FibrillationHazard.Of(world, traits, state),
        Outcome.Death => AnyDeath(world, traits, state),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    /// <summary>Death of any cause: other causes, and the events weighted with how often they kill.</summary>
    private static LogHazard AnyDeath(World world, PersonTraits traits, LifeState state)
    {
        var sum = DeathHazard.Of(world, traits, state, Calendar.Year(traits.Born, state.Month));
        sum = LogHazard.Either(sum, Weighted(CoronaryHazard.Of(world, traits, state), Fatality.OfCoronary(world, state)));
        sum = LogHazard.Either(sum, Weighted(StrokeHazard.Of(world, traits, state), Fatality.OfStroke(world, state)));
        return state.HeartFailureMonth is null
            ? sum
            : LogHazard.Either(sum, Weighted(DecompensationHazard.Of(world, traits, state), world.Events.DecompensationFatality));
    }

    private static LogHazard Weighted(LogHazard hazard, double share) => hazard.Scaled(PortableMath.Log(share));
}

/// <summary>How often an event kills, by age.</summary>
internal static class Fatality
{
    public static double OfCoronary(World world, LifeState state) => At(world, world.Events.CoronaryFatality, state);

    public static double OfStroke(World world, LifeState state) => At(world, world.Events.StrokeFatality, state);

    private static double At(World world, double logOddsAt65, LifeState state) =>
        PortableMath.Logistic(logOddsAt65 + (world.Events.FatalityPerDecade * (state.AgeYears - 65) / 10));
}

/// <summary>Dates of a life that is counted in months since birth.</summary>
public static class Calendar
{
    public static DateOnly Date(DateOnly born, int month) => born.AddMonths(month);

    /// <summary>Calendar year with its fraction.</summary>
    public static double Year(DateOnly born, int month)
    {
        var months = ((born.Year * 12) + born.Month - 1) + month;
        return months / 12.0;
    }
}

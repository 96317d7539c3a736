using Phr.Simulator.Hazards;
using Phr.Simulator.Life;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Truth;

/// <summary>Something that truly happened, on its day, whether anybody noticed or not.</summary>
public readonly record struct TrueEvent(Outcome Outcome, DateOnly Day);

/// <summary>
/// The truth of one life: its events, and its state at the end of every month, from which hazards, contributions and
/// risks follow.
/// </summary>
public sealed class PersonTruth
{
    private readonly World world;
    private readonly ulong seed;
    private readonly PersonTraits traits;
    private readonly List<TrueEvent> events = [];
    private readonly List<LifeState> states = [];
    private readonly List<ExpectedEvents> expected = [];

    internal PersonTruth(World world, ulong seed, PersonTraits traits)
    {
        this.world = world;
        this.seed = seed;
        this.traits = traits;
    }

    public IReadOnlyList<TrueEvent> Events => events;

    /// <summary>Death, or null for who lives at the end of the record.</summary>
    public DateOnly? Died { get; private set; }

    /// <summary>First and last month (since birth) that have a state.</summary>
    public int FirstMonth => states[0].Month;

    public int LastMonth => states[^1].Month;

    /// <summary>The body at the end of a month since birth.</summary>
    public LifeState At(int month)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(month, FirstMonth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(month, LastMonth);
        return states[month - FirstMonth];
    }

    /// <summary>The last month that had ended on a day.</summary>
    public int MonthBefore(DateOnly day)
    {
        var months = ((day.Year - traits.Born.Year) * 12) + day.Month - traits.Born.Month;
        return Math.Clamp(Calendar.Date(traits.Born, months) > day ? months - 2 : months - 1, FirstMonth, LastMonth);
    }

    /// <summary>
    /// The true hazard per year and its parts at the end of a month; null where the outcome cannot happen (any more).
    /// </summary>
    public LogHazard? Hazard(Outcome outcome, int month)
    {
        var state = At(month);
        return TrueHazard.IsAtRisk(outcome, state) ? TrueHazard.Of(outcome, world, traits, state) : null;
    }

    /// <summary>
    /// The events to be expected in a month of the life as it was lived: given all that came before it, the month has as many in the
    /// mean. The month begins on <c>Calendar.Date(born, month)</c>.
    /// </summary>
    public ExpectedEvents Expected(int month) => expected[month - FirstMonth];

    /// <summary>
    /// True probability that the outcome happens within each horizon (in months, rising) after the end of a month,
    /// death competing: the mean over <paramref name="rollouts"/> futures of the exact cumulative incidence along each.
    /// Null where it cannot happen.
    /// </summary>
    public double[]? Risk(
        Outcome outcome, int month, ReadOnlySpan<int> horizonMonths, int rollouts = 200,
        Intervention? intervention = null)
    {
        var state = At(month);
        return TrueHazard.IsAtRisk(outcome, state)
            ? new Rollout(world, seed, traits, rollouts).Risk(outcome, state, horizonMonths, intervention ?? Intervention.None)
            : null;
    }

    internal void Record(LifeState state, MonthPassed passed, int dayInMonth)
    {
        states.Add(state.Copy());
        expected.Add(passed.Expected);
        var day = Calendar.Date(traits.Born, state.Month).AddDays(dayInMonth);
        foreach (var outcome in Single)
        {
            if ((passed.Happened & OutcomeHappenings.Of(outcome)) != 0)
            {
                events.Add(new TrueEvent(outcome, day));
            }
        }

        if (!state.IsAlive)
        {
            Died = day;
        }
    }

    /// <summary>
    /// The outcomes that are events of their own; a cardiovascular event is a coronary event or a stroke.
    /// </summary>
    private static readonly Outcome[] Single =
    [
        Outcome.Type2Diabetes, Outcome.CoronaryEvent, Outcome.Stroke, Outcome.KidneyDecline, Outcome.HeartFailure, Outcome.Decompensation,
        Outcome.AtrialFibrillation, Outcome.Death,
    ];

    /// <summary>First day of an outcome after a day, or null.</summary>
    public DateOnly? FirstAfter(Outcome outcome, DateOnly day)
    {
        foreach (var happened in events)
        {
            var matches = happened.Outcome == outcome
                || (outcome == Outcome.CardiovascularEvent && happened.Outcome is Outcome.CoronaryEvent or Outcome.Stroke);
            if (matches && happened.Day > day)
            {
                return happened.Day;
            }
        }

        return null;
    }
}

using Phr.Simulator.Chance;
using Phr.Simulator.Hazards;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Life;

/// <summary>
/// Moves a body through time, month by month from 18 years on. Care is not its business: it finds the treatments in the
/// state.
/// </summary>
public static class LifeCourse
{
    public const int FirstMonth = 18 * 12;

    private const double MonthYears = 1.0 / 12;
    private const int WeeksPerMonth = 4;

    /// <summary>
    /// The body at 18: every drift drawn from its stationary distribution, every quantity at its target.
    /// </summary>
    public static LifeState Begin(World world, PersonTraits traits, RandomStream chance)
    {
        var state = new LifeState
        {
            Month = FirstMonth,
            AdiposityDrift = chance.Normal(),
            FitnessDrift = chance.Normal(),
            GlucoseDrift = chance.Normal(),
            PressureDrift = chance.Normal(),
            LdlDrift = chance.Normal(),
            AlbuminuriaDrift = chance.Normal(),
            Egfr = world.Physiology.EgfrAtTwenty + (world.Physiology.EgfrDeviation * traits.Nephron),
            LogAlbuminuria = SetPoints.LogAlbuminuria(world.Physiology, FirstMonth / 12.0),
            HbA1c = SetPoints.HbA1c(world.Physiology, FirstMonth / 12.0),
            Ldl = SetPoints.Ldl(world.Physiology, traits.Sex, FirstMonth / 12.0),
            Hdl = SetPoints.Hdl(world.Physiology, traits.Sex),
            Triglycerides = SetPoints.Triglycerides(world.Physiology, traits.Sex),
            Systolic = SetPoints.Systolic(world.Physiology, traits.Sex, FirstMonth / 12.0),
        };
        Drifts(world, traits, state, chance);
        return state;
    }

    /// <summary>
    /// Advances by one month. With <paramref name="spared"/>, that outcome is kept from happening and its integrated
    /// hazard is returned instead: a future in which it has not happened yet.
    /// </summary>
    public static MonthPassed Advance(World world, PersonTraits traits, LifeState state, RandomStream chance, Outcome? spared = null) =>
        Advance(world, traits, state, chance, spared is { } outcome ? OutcomeHappenings.Of(outcome) : Happenings.None);

    /// <summary>
    /// The same with any number of happenings kept from happening: who follows a record knows of them, and strikes
    /// himself.
    /// </summary>
    internal static MonthPassed Advance(World world, PersonTraits traits, LifeState state, RandomStream chance, Happenings spared)
    {
        state.Month++;
        Drifts(world, traits, state, chance);
        var month = new Month(world, traits, state, chance, spared);
        month.Background();
        month.Heart();
        month.DrawDiseases();
        month.Deaths();
        return new MonthPassed(month.Happened, month.SparedHazard, month.Week) { Expected = month.Expected };
    }

    /// <summary>What an outcome leaves in the body at once, whoever decided that it came.</summary>
    internal static void Strike(World world, LifeState state, Outcome outcome, RandomStream chance)
    {
        switch (outcome)
        {
            case Outcome.Type2Diabetes:
                state.DiabetesMonth = state.Month;
                break;
            case Outcome.KidneyDecline:
                state.KidneyDeclineMonth = state.Month;
                state.EgfrPendingLoss += state.Egfr * chance.Uniform(world.Events.DeclineShareFrom, world.Events.DeclineShareTo);
                break;
            case Outcome.AtrialFibrillation:
                state.FibrillationMonth = state.Month;
                break;
            case Outcome.HeartFailure:
                state.HeartFailureMonth = state.Month;
                state.Congestion = 1;
                break;
            case Outcome.Decompensation:
                state.LastDecompensationMonth = state.Month;
                state.Congestion = -0.5;
                break;
            case Outcome.CoronaryEvent:
                state.FirstCoronaryMonth ??= state.Month;
                state.LastCoronaryMonth = state.Month;
                break;
            case Outcome.Stroke:
                state.FirstStrokeMonth ??= state.Month;
                state.LastStrokeMonth = state.Month;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome));
        }
    }

    private static void Drifts(World world, PersonTraits traits, LifeState state, RandomStream chance)
    {
        Metabolism.Advance(world, traits, state, chance);
        Circulation.Advance(world, traits, state, Calendar.Year(traits.Born, state.Month), chance);
    }

    /// <summary>The events of one month.</summary>
    private ref struct Month(World world, PersonTraits traits, LifeState state, RandomStream chance, Happenings spared)
    {
        private double fatalHazard;
        private ExpectedEvents expected;

        public readonly ExpectedEvents Expected => expected;

        public Happenings Happened { get; private set; }

        public double SparedHazard { get; private set; }

        public int? Week { get; private set; }

        public void Background() => Happened |= BackgroundEvents.Advance(world, traits, state, chance, spared);

        /// <summary>Congestion and decompensation, week by week, for those whose heart fails.</summary>
        public void Heart()
        {
            if (state.HeartFailureMonth is null)
            {
                return;
            }

            for (var week = 0; week < WeeksPerMonth; week++)
            {
                state.Congestion = Drift.Step(state.Congestion, MonthYears / WeeksPerMonth, 5.0 / 52, chance);
                state.CongestionByWeek = state.CongestionByWeek.With(week, state.Congestion);
                var rate = DecompensationHazard.Of(world, traits, state).Rate;
                fatalHazard += rate * world.Events.DecompensationFatality * MonthYears / WeeksPerMonth;
                if ((Happened & Happenings.Decompensation) == 0 && Occurs(Outcome.Decompensation, rate, MonthYears / WeeksPerMonth, world.Events.DecompensationFatality))
                {
                    Week = week;
                    Strike(world, state, Outcome.Decompensation, chance);
                    Die(world.Events.DecompensationFatality);
                }
            }
        }

        public void DrawDiseases()
        {
            if (state.DiabetesMonth is null && Occurs(Outcome.Type2Diabetes, DiabetesHazard.Of(world, traits, state).Rate, MonthYears))
            {
                Strike(world, state, Outcome.Type2Diabetes, chance);
            }

            if (TrueHazard.IsAtRisk(Outcome.KidneyDecline, state)
                && Occurs(Outcome.KidneyDecline, KidneyHazard.Of(world, traits, state).Rate, MonthYears))
            {
                Strike(world, state, Outcome.KidneyDecline, chance);
            }

            if (state.FibrillationMonth is null
                && Occurs(Outcome.AtrialFibrillation, FibrillationHazard.Of(world, traits, state).Rate, MonthYears))
            {
                Strike(world, state, Outcome.AtrialFibrillation, chance);
            }

            if (state.HeartFailureMonth is null
                && Occurs(Outcome.HeartFailure, HeartFailureHazard.Of(world, traits, state).Rate, MonthYears))
            {
                Strike(world, state, Outcome.HeartFailure, chance);
            }

            DrawArteries();
        }

        private void DrawArteries()
        {
            var coronary = CoronaryHazard.Of(world, traits, state).Rate;
            var stroke = StrokeHazard.Of(world, traits, state).Rate;
            fatalHazard += MonthYears * ((coronary * Fatality.OfCoronary(world, state)) + (stroke * Fatality.OfStroke(world, state)));
            if (Occurs(Outcome.CoronaryEvent, coronary, MonthYears, Fatality.OfCoronary(world, state)))
            {
                Strike(world, state, Outcome.CoronaryEvent, chance);
                Die(Fatality.OfCoronary(world, state));
            }

            if (Occurs(Outcome.Stroke, stroke, MonthYears, Fatality.OfStroke(world, state)))
            {
                Strike(world, state, Outcome.Stroke, chance);
                Die(Fatality.OfStroke(world, state));
            }
        }

        public void Deaths()
        {
            var other = DeathHazard.Of(world, traits, state, Calendar.Year(traits.Born, state.Month)).Rate;
            var probability = PortableMath.EventProbability(other, MonthYears);
            expected.Add(Outcome.Death, probability, fatality: 1);
            if (chance.Chance(probability))
            {
                Die(1);
            }

            if ((spared & Happenings.Death) != 0)
            {
                SparedHazard = (other * MonthYears) + fatalHazard;
            }
        }

        private bool Occurs(Outcome outcome, double rate, double years, double fatality = 0)
        {
            var what = OutcomeHappenings.Of(outcome);
            var probability = PortableMath.EventProbability(rate, years);
            expected.Add(outcome, probability, fatality);
            if ((spared & what) != 0)
            {
                SparedHazard += rate * years;
                return false;
            }

            if (!chance.Chance(probability))
            {
                return false;
            }

            Happened |= what;
            return true;
        }

        private void Die(double probability)
        {
            if (state.IsAlive && chance.Chance(probability) && (spared & Happenings.Death) == 0)
            {
                state.DiedMonth = state.Month;
                Happened |= Happenings.Death;
            }
        }
    }
}

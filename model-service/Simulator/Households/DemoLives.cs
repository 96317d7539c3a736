using Phr.Simulator.Physiology;

namespace Phr.Simulator.Households;

/// <summary>
/// How the two people of the demonstration are made: what they were born with and where they go is chosen, what then
/// becomes of them is simulated.
/// </summary>
internal static class DemoLives
{
    public const int HomeSite = 2;
    public const int HospitalSite = 3;

    private const long FirstNumber = 1;
    private const long SecondNumber = 2;

    /// <summary>
    /// The shipped world, at whose hospitals more is looked into: what is suspected changes no life. The two hospitals
    /// have the names under which the demonstration registers them.
    /// </summary>
    public static World World { get; } = World.Shipped with
    {
        Observation = World.Shipped.Observation with
        {
            Suspicions = 0.05,
            UntoldSuspicionShare = 1,
            Sites =
            [
                .. World.Shipped.Observation.Sites.Select((site, index) => index switch
                {
                    HospitalSite => site with { NameJa = "みなと病院", NameEn = "Minato Hospital" },
                    HomeSite => site with { NameJa = "さくら病院", NameEn = "Sakura Hospital" },
                    _ => site,
                }),
            ],
        },
    };

    /// <summary>A man of 62 with a leaning towards high pressure, sugar, low mood and small kidneys.</summary>
    public static SimulatedPerson First(ulong seed)
    {
        var drawn = TraitSampling.Draw(World, seed, FirstNumber);
        return LifeSimulation.Live(World, seed, drawn with
        {
            Sex = Sex.Male,
            Born = new DateOnly(1963, 9, 14),
            HeightCm = 169,
            FamilyDiabetes = true,
            Adiposity = 0.8,
            Pressure = 1.1,
            Nephron = -1.4,
            NephronLoss = 0.8,
            InsulinResistance = 0.6,
            BetaCell = -0.4,
            PressureVariability = 0.9,
            Ldl = 0.6,
            Mood = 2.4,
            Frailty = new Frailty(0, 0, 0, 0, 0, 0, 0),
            Behaviour = Equipped(drawn.Behaviour, new DateOnly(2019, 1, 12)) with
            {
                HealthSeeking = 0.9,
                Adherence = 0.85,
                SmokingFromAge = 20,
                QuitTendency = -0.2,
                WatchFrom = new DateOnly(2021, 5, 3),
                WearShare = 0.93,
                Employed = true,
            },
        });
    }

    /// <summary>His wife, two years younger.</summary>
    public static SimulatedPerson Second(ulong seed)
    {
        var drawn = TraitSampling.Draw(World, seed, SecondNumber);
        return LifeSimulation.Live(World, seed, drawn with
        {
            Sex = Sex.Female,
            Born = new DateOnly(1965, 2, 27),
            HeightCm = 157,
            Behaviour = Equipped(drawn.Behaviour, new DateOnly(2022, 1, 8)) with
            {
                HealthSeeking = 0.5,
                SmokingFromAge = null,
                WatchFrom = new DateOnly(2022, 1, 8),
                WearShare = 0.85,
            },
        });
    }

    private static Behaviour Equipped(Behaviour drawn, DateOnly monitorFrom) =>
        drawn with { HomeMonitorFrom = monitorFrom, ClinicSite = HomeSite, HospitalSite = HospitalSite };
}

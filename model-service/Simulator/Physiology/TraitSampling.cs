using Phr.Simulator.Chance;

namespace Phr.Simulator.Physiology;

/// <summary>
/// Draws a person. Correlations come from shared causes: adiposity, and a deprivation that no record shows.
/// </summary>
public static class TraitSampling
{
    /// <summary>Live births in Japan, millions a year, by birth year (vital statistics, rounded).</summary>
    private static readonly AgeCurve Births =
        new(1930, 2.1, 1940, 2.1, 1948, 2.65, 1955, 1.7, 1966, 1.5, 1973, 2.05, 1990, 1.22, 2007, 1.08);

    private const int FirstBirthYear = 1930;
    private const int LastBirthYear = 2007;

    /// <summary>Shares of frailty, standard deviations, that deprivation and each outcome's own chance make.</summary>
    internal const double FrailtyOfDeprivation = 0.35;

    internal const double FrailtyOfItsOwn = 0.94;

    public static PersonTraits Draw(World world, ulong seed, long number)
    {
        var chance = new RandomStream(seed, number, ChancePurpose.Traits);
        var sex = chance.Chance(0.513) ? Sex.Female : Sex.Male;
        return Draw(world, chance, number, sex, BirthDate(chance));
    }

    /// <summary>What else a person of this sex and birth date may be born with.</summary>
    internal static PersonTraits Draw(World world, RandomStream chance, long number, Sex sex, DateOnly born)
    {
        var adiposity = chance.Normal();
        var deprivation = chance.Normal();
        return new PersonTraits
        {
            Number = number,
            Sex = sex,
            Born = born,
            HeightCm = Height(sex, born.Year, chance.Normal()),
            FamilyDiabetes = chance.Chance(0.20),
            FamilyCoronary = chance.Chance(0.06),
            Adiposity = adiposity,
            InsulinResistance = Mix(chance, adiposity, 0.45),
            BetaCell = chance.Normal(),
            Pressure = Mix(chance, adiposity, 0.15),
            WhiteCoatMmHg = 3.5 + (world.Observation.WhiteCoatDeviation * chance.Normal()),
            PressureVariability = chance.Normal(),
            Ldl = Mix(chance, adiposity, 0.15),
            Hdl = Mix(chance, adiposity, -0.38),
            Triglycerides = Mix(chance, adiposity, 0.36),
            Nephron = chance.Normal(),
            NephronLoss = chance.Normal(),
            Albuminuria = Mix(chance, adiposity, 0.12),
            Fitness = Mix(chance, (-0.7 * adiposity) - (0.7 * deprivation), 0.35),
            RestingRate = chance.Normal(),
            Rhythm = chance.Normal(),
            Mood = Mix(chance, deprivation, 0.30),
            Deprivation = deprivation,
            DrugResponse = chance.Normal(),
            Frailty = DrawFrailty(world, chance, deprivation),
            Behaviour = DrawBehaviour(world, chance, sex, born, deprivation),
        };
    }

    /// <summary>
    /// A standard normal with correlation <paramref name="correlation"/> to <paramref name="cause"/>.
    /// </summary>
    private static double Mix(RandomStream chance, double cause, double correlation) =>
        (correlation * cause) + (Math.Sqrt(1 - (correlation * correlation)) * chance.Normal());

    private static DateOnly BirthDate(RandomStream chance)
    {
        int year;
        do
        {
            year = FirstBirthYear + chance.Below(LastBirthYear - FirstBirthYear + 1);
        }
        while (!chance.Chance(Births.At(year) / 2.7));

        return new DateOnly(year, 1, 1).AddDays(chance.Below(365));
    }

    /// <summary>Adult height, cm, by birth cohort (NHNS: men of 30 about 171.5, of 75 about 163).</summary>
    private static double Height(Sex sex, int year, double deviation)
    {
        var cohort = Math.Clamp((year - 1940) / 45.0, -0.2, 1.0);
        return sex == Sex.Male ? 163.5 + (7.8 * cohort) + (5.7 * deviation) : 150.5 + (7.6 * cohort) + (5.3 * deviation);
    }

    private static Frailty DrawFrailty(World world, RandomStream chance, double deprivation)
    {
        var spread = world.Hazards.FrailtyDeviation;
        double Draw() => spread * ((FrailtyOfDeprivation * deprivation) + (FrailtyOfItsOwn * chance.Normal()));
        return new Frailty(Draw(), Draw(), Draw(), Draw(), Draw(), Draw(), Draw());
    }

    private static Behaviour DrawBehaviour(World world, RandomStream chance, Sex sex, DateOnly born, double deprivation)
    {
        var smokes = chance.Chance(EverSmokes(world, sex, born, deprivation));
        var seeking = Mix(chance, -deprivation, 0.35);
        var sites = world.Observation.Sites;
        return new Behaviour
        {
            HealthSeeking = seeking,
            Adherence = PortableMath.Logistic(1.7 + (0.5 * seeking) + (0.8 * chance.Normal())),
            SmokingFromAge = smokes ? chance.Uniform(17, 24) : null,
            QuitTendency = Mix(chance, seeking, 0.3),
            WatchFrom = DeviceFrom(chance, world.Observation.WatchOwnership(born.Year) * PortableMath.Exp(0.25 * seeking), 2016),
            WearShare = PortableMath.Logistic(1.4 + (0.9 * chance.Normal())),
            HomeMonitorFrom = DeviceFrom(chance, world.Observation.MonitorOwnership(born.Year) * PortableMath.Exp(0.25 * seeking), 2012),
            ClinicSite = chance.Below(sites.Count / 2) * 2,
            HospitalSite = (chance.Below(sites.Count / 2) * 2) + 1,
            Employed = chance.Chance(sex == Sex.Male ? 0.82 : 0.55),
        };
    }

    /// <summary>Probability that a person takes up smoking.</summary>
    internal static double EverSmokes(World world, Sex sex, DateOnly born, double deprivation)
    {
        var ever = (sex == Sex.Male ? world.Physiology.EverSmokersMen : world.Physiology.EverSmokersWomen).At(born.Year);
        return PortableMath.Logistic(PortableMath.Log(ever / (1 - ever)) + (0.45 * deprivation));
    }

    private static DateOnly? DeviceFrom(RandomStream chance, double probability, int firstYear)
    {
        var year = firstYear + (int)(9 * Math.Sqrt(chance.Uniform()));
        var day = chance.Below(365);
        return chance.Chance(Math.Min(0.9, probability)) ? new DateOnly(year, 1, 1).AddDays(day) : null;
    }
}

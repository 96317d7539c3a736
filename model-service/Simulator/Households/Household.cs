using Phr.Simulator.Writing;
using Phr.Simulator.Writing.Fhir;

namespace Phr.Simulator.Households;

/// <summary>
/// Two people who live together, for the demonstration. How they were made is chosen (<see cref="DemoLives"/>); what
/// became of them is simulated, under the first seed whose lives meet <see cref="DemoCriteria"/>.
/// </summary>
public sealed class Household
{
    /// <summary>Found by <see cref="SeedSearch"/>. A test holds that it still meets the criteria.</summary>
    public const ulong DemoSeed = 2662;

    private const long Number = 1;

    private Household(HouseholdMember first, HouseholdMember second)
    {
        First = first;
        Second = second;
    }

    /// <summary>
    /// About 62: hypertension, HbA1c rising, kidney disease of stage 3a, depression treated at hospital A, watch and
    /// home monitor, and a suspicion that he has not been told of.
    /// </summary>
    public HouseholdMember First { get; }

    /// <summary>His wife, with a watch and a home monitor.</summary>
    public HouseholdMember Second { get; }

    /// <summary>The large hospital, with psychiatry.</summary>
    public Facility HospitalA { get; } = Facility.Of(DemoLives.World, DemoLives.HospitalSite);

    /// <summary>The hospital near home.</summary>
    public Facility HospitalB { get; } = Facility.Of(DemoLives.World, DemoLives.HomeSite);

    /// <summary>
    /// System and code of the label that every entry of mental-health care carries in <c>meta.security</c>: what a
    /// consent names to refuse them.
    /// </summary>
    public static (string System, string Code) MentalHealthLabel => (CodeSystems.ActCode, EntryContext.MentalHealthCode);

    /// <summary>
    /// The household with its records moved by whole days so that they end yesterday. The same day gives the same
    /// bytes: who sends them again later keeps the day.
    /// </summary>
    public static Household Demo(DateOnly today) => new(
        Member(DemoLives.First(DemoSeed), today, branch: 1),
        Member(DemoLives.Second(DemoSeed), today, branch: 2));

    /// <summary>The last day with a morning pressure becomes today, and its reading is held back for then.</summary>
    private static HouseholdMember Member(SimulatedPerson life, DateOnly today, int branch)
    {
        var last = life.Days.Last(day => day.Morning is not null);
        var record = MovedRecord.Of(life, today.DayNumber - last.Date.DayNumber, today);
        return new HouseholdMember(record, PersonIdentity.Of(life.Seed, life.Traits, Number, branch), today, last.Morning!.Value);
    }
}

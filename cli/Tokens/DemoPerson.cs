using Phr.Simulator.Households;

namespace Phr.Cli.Tokens;

/// <summary>A patient of the demonstration, as their hospitals know them.</summary>
/// <param name="InsuredPerson">By it the person finds what hospitals recorded of them.</param>
internal sealed record DemoPerson(string Name, string Kana, DateOnly BirthDate, string Sex, string InsuredPerson)
{
    /// <summary>The simulator's couple, who share an insurance. Its insurer number is of a range that is given to nobody.</summary>
    /// <param name="today">Their ages are of this day.</param>
    public static IReadOnlyList<DemoPerson> Household(DateOnly today)
    {
        var home = Simulator.Households.Household.Demo(today);
        return [Of(home.First.Facts), Of(home.Second.Facts)];
    }

    private static DemoPerson Of(PersonFacts facts) => new(facts.Name, facts.Kana, facts.BirthDate, facts.Sex, facts.InsuredPerson);
}

namespace Phr.Cli.Tokens;

/// <summary>A patient of the demonstration, as their hospitals know them.</summary>
/// <param name="InsuredPerson">By it the person finds what hospitals recorded of them.</param>
internal sealed record DemoPerson(string Name, string Kana, DateOnly BirthDate, string Sex, string InsuredPerson)
{
    /// <summary>A couple who share an insurance. Its insurer number is of a range that is given to nobody.</summary>
    public static readonly IReadOnlyList<DemoPerson> Household =
    [
        new("清水 和子", "しみず かずこ", new DateOnly(1963, 5, 4), "female", "01990001:しみず:１:01"),
        new("清水 実", "しみず みのる", new DateOnly(1960, 1, 31), "male", "01990001:しみず:１:02"),
    ];
}

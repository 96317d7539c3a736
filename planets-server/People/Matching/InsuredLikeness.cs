using Phr.Platform.Identity;

namespace Phr.Planets.People.Matching;

/// <summary>How the insured persons' numbers of two Patients compare.</summary>
/// <param name="Own">Of numbers that are a person's own.</param>
/// <param name="Household">Of numbers of which one lacks the branch, so that they only tell the household.</param>
/// <param name="IsOtherMember">Whether they are two members of one household.</param>
internal readonly record struct InsuredLikeness(Likeness Own, Likeness Household, bool IsOtherMember)
{
    public static InsuredLikeness Of(IReadOnlySet<InsuredPersonNumber> mine, IReadOnlySet<InsuredPersonNumber> theirs)
    {
        if (mine.Count == 0 || theirs.Count == 0)
            return default;
        var pairs = mine.SelectMany(_ => theirs, (one, other) => (one, other)).ToList();
        if (pairs.Exists(pair => pair.one == pair.other && pair.one.Branch.Length > 0))
            return new InsuredLikeness(Likeness.Same, Likeness.Unknown, false);
        var household = pairs.FindAll(pair => pair.one with { Branch = "" } == pair.other with { Branch = "" });
        if (household.Exists(pair => pair.one.Branch.Length == 0 || pair.other.Branch.Length == 0))
            return new InsuredLikeness(Likeness.Unknown, Likeness.Same, false);
        return new InsuredLikeness(Likeness.Different, Likeness.Unknown, household.Count > 0);
    }
}

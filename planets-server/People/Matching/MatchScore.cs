namespace Phr.Planets.People.Matching;

/// <summary>How likely two Patients are the same person.</summary>
/// <param name="Probability">0 to 1, from the bits of all traits and the prior.</param>
/// <param name="Grade">Of match-grade; null of those that are not told.</param>
public readonly record struct MatchScore(double Probability, string? Grade)
{
    private const double CertainMin = 0.9999;
    private const double ProbableMin = 0.95;
    private const double PossibleMin = 0.05;

    public static MatchScore Of(PersonTraits mine, PersonTraits theirs)
    {
        var (family, given) = NameLikeness.Of(mine.Names, theirs.Names);
        var (birth, birthBits) = Birth(mine.Birth, theirs.Birth);
        var sex = mine.Sex is null || theirs.Sex is null ? Likeness.Unknown : mine.Sex == theirs.Sex ? Likeness.Same : Likeness.Different;
        var (identifier, insured) = (Identifiers(mine, theirs), InsuredLikeness.Of(mine.Insured, theirs.Insured));
        double[] shared =
        [
            MatchWeights.Family.Of(family), MatchWeights.Contact.Of(Any(mine.Contacts, theirs.Contacts)),
            MatchWeights.Postal.Of(Any(mine.PostalCodes, theirs.PostalCodes)), MatchWeights.InsuredHousehold.Of(insured.Household),
        ];
        // The traits of a household are one another's consequence: of a brother they tell no more than that he is one.
        var isOtherMember = given == Likeness.Different || given == Likeness.Unknown && birth == Likeness.Different;
        var household = isOtherMember ? shared.Sum(bits => Math.Min(bits, 0)) : shared.Sum();
        var odds = MatchWeights.Prior + household + MatchWeights.Given.Of(given) + birthBits + MatchWeights.Sex.Of(sex)
            + MatchWeights.Identifier.Of(identifier) + MatchWeights.Insured.Of(insured.Own);
        var probability = 1 / (1 + Math.Pow(2, -odds));
        // Another insurer is a change of work; another branch is another person.
        var isContradicted = insured.IsOtherMember
            || new[] { family, given, birth, sex, identifier }.Any(one => one is Likeness.Close or Likeness.Different);
        return new MatchScore(probability, probability switch
        {
            >= CertainMin when !isContradicted => "certain",
            >= ProbableMin => "probable",
            >= PossibleMin => "possible",
            _ => null,
        });
    }

    private static (Likeness, double Bits) Birth(BirthDay? mine, BirthDay? theirs)
    {
        if (mine is not { } one || theirs is not { } other)
            return (Likeness.Unknown, 0);
        if (one.MayBe(other))
            return (Likeness.Unknown, Partly(one.Digits.Length < other.Digits.Length ? one : other));
        if (one == other && !one.IsWhole)
            return (Likeness.Same, Partly(one));
        var likeness = one == other ? Likeness.Same : one.IsSlipOf(other) ? Likeness.Close : Likeness.Different;
        return (likeness, MatchWeights.Birth.Of(likeness));
    }

    private static double Partly(BirthDay told) => told.HasMonth ? MatchWeights.BirthMonth : MatchWeights.BirthYear;

    private static Likeness Identifiers(PersonTraits mine, PersonTraits theirs)
    {
        if (mine.Identifiers.Overlaps(theirs.Identifiers))
            return Likeness.Same;
        return mine.Identifiers.Any(one => theirs.Identifiers.Any(other => other.System == one.System))
            ? Likeness.Different : Likeness.Unknown;
    }

    private static Likeness Any(IReadOnlySet<string> mine, IReadOnlySet<string> theirs) =>
        mine.Count == 0 || theirs.Count == 0 ? Likeness.Unknown : mine.Overlaps(theirs) ? Likeness.Same : Likeness.Different;
}

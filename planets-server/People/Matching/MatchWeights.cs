namespace Phr.Planets.People.Matching;

/// <summary>How one trait of two Patients compares.</summary>
public enum Likeness
{
    /// <summary>One of them does not tell it, or in another script.</summary>
    Unknown,
    Same,
    Close,
    Different,
}

/// <summary>
/// What a comparison is worth, in bits: log2(m / u), where m is how often the same person's records compare so and u how often those of two
/// people do. Fellegi and Sunter, A theory for record linkage, JASA 64 (1969), 1183–1210.
/// <para>u is worked out beside each figure, rounded up, so that agreement is worth rather too little. m are assumptions about registration
/// desks (a trait is told wrongly or has changed in a few of a hundred records); a site that knows its own errors may want others. Both are
/// fixed: weights taken from the record would tell how often a name stands in what the caller may not see.</para>
/// </summary>
public static class MatchWeights
{
    /// <summary>Of two Patients picked blindly: one in a million is the same person.</summary>
    public static readonly double Prior = Math.Log2(1e-6);

    // The most frequent family name of Japan, 佐藤, has 1.5 % of the people; the chance that two people share one, the sum of the squares
    // of all shares, is below 1 in 500. Names change with marriage.
    public static readonly TraitWeights Family = TraitWeights.Of((0.93, 0.002), (0.04, 0.01));

    // Kana spellings of different given names coincide: 1 in 200.
    public static readonly TraitWeights Given = TraitWeights.Of((0.92, 0.005), (0.05, 0.01));

    // 25,000 days in 68 years; some 40 dates are one slip away.
    public static readonly TraitWeights Birth = TraitWeights.Of((0.96, 1 / 25_000d), (0.02, 40 / 25_000d));

    public static readonly double BirthMonth = Math.Log2(0.96 * 68 * 12);
    public static readonly double BirthYear = Math.Log2(0.96 * 68);

    public static readonly TraitWeights Sex = TraitWeights.Of((0.99, 0.5), null);

    // Few people besides a household share a number; numbers change.
    public static readonly TraitWeights Contact = TraitWeights.Of((0.6, 1e-4), null);

    // A hospital's patients come from about a hundred postal codes; people move.
    public static readonly TraitWeights Postal = TraitWeights.Of((0.8, 0.01), null);

    // Insurers change with work. Without a branch (cards from before 2021 have none) a number is the household's: 2 or 3 of 20,000 people.
    public static readonly TraitWeights Insured = TraitWeights.Of((0.85, 1e-6), null);

    public static readonly TraitWeights InsuredHousehold = TraitWeights.Of((0.85, 2e-4), null);

    // Two numbers of one system for one person are the very doubles that are looked for.
    public static readonly TraitWeights Identifier = TraitWeights.Of((0.9, 1e-6), null);
}

/// <summary>Bits of the ways in which a trait compares.</summary>
public readonly record struct TraitWeights(double Same, double Close, double Different)
{
    /// <summary>What is left of m and u is that of a difference.</summary>
    public static TraitWeights Of((double M, double U) same, (double M, double U)? close)
    {
        var (m, u) = close ?? (0, 0);
        return new TraitWeights(
            Math.Log2(same.M / same.U), close is null ? 0 : Math.Log2(m / u), Math.Log2((1 - same.M - m) / (1 - same.U - u)));
    }

    public double Of(Likeness likeness) => likeness switch
    {
        Likeness.Same => Same,
        Likeness.Close => Close,
        Likeness.Different => Different,
        _ => 0,
    };
}

namespace Phr.Planets.People.Matching;

/// <summary>Compares names.</summary>
public static class NameLikeness
{
    /// <summary>Similarity from which names count as misspelt rather than different.</summary>
    private const double CloseMin = 0.88;

    /// <summary>Letters that are too few to be misspelt.</summary>
    private const int ShortMax = 2;

    private const int PrefixMax = 4;
    private const double PrefixScale = 0.1;

    /// <summary>The best that any two names in one script give, for the family's and the given name; kanji and their reading
    /// count both.</summary>
    public static (Likeness Family, Likeness Given) Of(IReadOnlyList<PersonName> mine, IReadOnlyList<PersonName> theirs)
    {
        var kanji = Of(mine, theirs, script => script == NameScript.Kanji);
        var sound = Of(mine, theirs, script => script != NameScript.Kanji);
        return (Both(kanji.Family, sound.Family), Both(kanji.Given, sound.Given));
    }

    // 浩 and 博 are read alike and are two names, or one of them misspelt; of a wrong reading (ヨウコ for ハルコ) the kanji tell better.
    private static Likeness Both(Likeness kanji, Likeness sound) => (kanji, sound) switch
    {
        (Likeness.Different or Likeness.Close, Likeness.Same) => Likeness.Close,
        (Likeness.Different, Likeness.Close) => Likeness.Different,
        _ => Better(kanji, sound),
    };

    private static (Likeness Family, Likeness Given) Of(
        IReadOnlyList<PersonName> mine, IReadOnlyList<PersonName> theirs, Func<NameScript, bool> isOf)
    {
        var (family, given) = (Likeness.Unknown, Likeness.Unknown);
        foreach (var (one, other) in mine.SelectMany(_ => theirs, (one, other) => (one, other)))
        {
            if (one.Script != other.Script || !isOf(one.Script))
                continue;
            if (one.Whole == other.Whole)
                return (Likeness.Same, Likeness.Same);
            // What belongs into one field stands in the other.
            if (one.Family == other.Given && one.Given == other.Family && one.Family.Length > 0 && one.Given.Length > 0)
                (family, given) = (Better(family, Likeness.Close), Better(given, Likeness.Close));
            family = Better(family, Of(one.Family, other.Family));
            given = Better(given, Of(one.Given, other.Given));
        }
        return (family, given);
    }

    private static Likeness Of(string one, string other)
    {
        if (one.Length == 0 || other.Length == 0)
            return Likeness.Unknown;
        if (one == other)
            return Likeness.Same;
        // A second given name is often left out.
        if (one.StartsWith(other + " ", StringComparison.Ordinal) || other.StartsWith(one + " ", StringComparison.Ordinal))
            return Likeness.Close;
        return Math.Min(one.Length, other.Length) > ShortMax && Similarity(one, other) >= CloseMin ? Likeness.Close : Likeness.Different;
    }

    private static Likeness Better(Likeness one, Likeness other) =>
        one == Likeness.Unknown || other != Likeness.Unknown && other < one ? other : one;

    /// <summary>Jaro-Winkler similarity, 0 to 1. Winkler, String comparator metrics and enhanced decision rules, ASA 1990.</summary>
    public static double Similarity(string one, string other)
    {
        var jaro = Jaro(one, other);
        var prefix = 0;
        while (prefix < Math.Min(PrefixMax, Math.Min(one.Length, other.Length)) && one[prefix] == other[prefix])
            prefix++;
        return jaro + prefix * PrefixScale * (1 - jaro);
    }

    private static double Jaro(string one, string other)
    {
        var reach = Math.Max(0, Math.Max(one.Length, other.Length) / 2 - 1);
        var taken = new bool[other.Length];
        var mine = new List<char>(one.Length);
        for (var i = 0; i < one.Length; i++)
        {
            for (var j = Math.Max(0, i - reach); j <= Math.Min(other.Length - 1, i + reach); j++)
            {
                if (taken[j] || one[i] != other[j])
                    continue;
                taken[j] = true;
                mine.Add(one[i]);
                break;
            }
        }
        if (mine.Count == 0)
            return 0;
        var theirs = Enumerable.Range(0, other.Length).Where(j => taken[j]).Select(j => other[j]);
        var swapped = mine.Zip(theirs).Count(pair => pair.First != pair.Second) / 2d;
        double common = mine.Count;
        return (common / one.Length + common / other.Length + (common - swapped) / common) / 3;
    }
}

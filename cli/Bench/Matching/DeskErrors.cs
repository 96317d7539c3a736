namespace Phr.Cli.Bench.Matching;

/// <summary>
/// How often a desk leaves out, mistakes or no longer knows something of a person: shares of registrations. Assumptions; the studies of
/// duplicate registrations that there are give misspelt names and wrong dates in 1 to 3 of a hundred (Just et al., Why patient matching is
/// a challenge, Perspectives in Health Information Management 2016), and one person in 20 moves in a year (総務省 住民基本台帳人口移動報告).
/// </summary>
internal sealed record DeskErrors
{
    /// <summary>The hospital whose record is searched: its people were registered some years ago.</summary>
    public static readonly DeskErrors Stored = new()
    {
        KanaMissing = 0.10, UsualForms = 0.5, HalfWidth = 0.2, Hiragana = 0.03, TextAlone = 0.03, NameSlip = 0.01,
        BirthSlip = 0.007, DayForMonth = 0.002, SexWrong = 0.002, SexMissing = 0.02, FormerName = 0.08, PhoneMissing = 0.10, PhoneSlip = 0.01, MailMissing = 0.5,
        InsuredMissing = 0.15, BranchMissing = 0.2,
    };

    /// <summary>Who asks: another hospital, today.</summary>
    public static readonly DeskErrors Asked = new()
    {
        KanaMissing = 0.20, KanjiMissing = 0.05, UsualForms = 0.5, HalfWidth = 0.3, Hiragana = 0.03, TextAlone = 0.05, NameSlip = 0.02,
        BirthSlip = 0.015, DayForMonth = 0.005, SexWrong = 0.003, SexMissing = 0.05, Moved = 0.12, PhoneMissing = 0.20, PhoneSlip = 0.02,
        PhoneChanged = 0.10, MailMissing = 0.6, InsuredMissing = 0.40, InsuredChanged = 0.15, BranchMissing = 0.1, NumberKnown = 0.05,
    };

    public double KanaMissing { get; init; }

    public double KanjiMissing { get; init; }

    /// <summary>Letters of today for those of the family register.</summary>
    public double UsualForms { get; init; }

    public double HalfWidth { get; init; }

    public double Hiragana { get; init; }

    /// <summary>The name in one piece.</summary>
    public double TextAlone { get; init; }

    /// <summary>A letter of the given name: of one sound in kanji, a mistaken one in kana.</summary>
    public double NameSlip { get; init; }

    public double BirthSlip { get; init; }

    public double DayForMonth { get; init; }

    public double SexWrong { get; init; }

    public double SexMissing { get; init; }

    /// <summary>Of those who changed their name at marriage.</summary>
    public double FormerName { get; init; }

    public double Moved { get; init; }

    public double PhoneMissing { get; init; }

    public double PhoneSlip { get; init; }

    public double PhoneChanged { get; init; }

    public double MailMissing { get; init; }

    public double InsuredMissing { get; init; }

    /// <summary>Another insurer, after a change of work.</summary>
    public double InsuredChanged { get; init; }

    public double BranchMissing { get; init; }

    /// <summary>The number that the other hospital gave, from a letter of referral.</summary>
    public double NumberKnown { get; init; }
}

namespace Phr.Cli.Bench.Matching;

/// <summary>The forms in which one name is written: in the family register, at a desk, in kana of half or full width.</summary>
internal static class KanjiForms
{
    private const double OldForms = 0.2;

    private const string Full = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォャュョッー";
    private const string Half = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｬｭｮｯｰ";
    private const string Voiced = "ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ";
    private const string Voiceless = "カキクケコサシスセソタチツテトハヒフヘホウ";

    private static readonly string[] Forms =
    [
        "辺邊邉", "斎斉齋齊", "高髙", "崎﨑", "島嶋嶌", "沢澤", "浜濱濵", "広廣", "桜櫻", "吉𠮷", "富冨", "桑桒", "塚塚", "栄榮", "恵惠", "竜龍", "真眞", "寿壽", "国國", "徳德",
        "橋槗", "瀬瀨", "戸戶", "福福", "静靜", "遥遙", "凜凛", "蔵藏", "宮宫", "清淸",
    ];

    /// <summary>A name with some of its letters in an older form.</summary>
    public static string OfRegister(string kanji, Random chance) =>
        Any(kanji, chance.NextDouble() < OldForms ? chance : null);

    /// <summary>A name with each of its letters in the form that is usual today.</summary>
    public static string Usual(string kanji)
    {
        foreach (var forms in Forms)
        {
            var letters = Letters(forms);
            kanji = letters.Skip(1).Aggregate(kanji, (name, form) => name.Replace(form, letters[0], StringComparison.Ordinal));
        }
        return kanji;
    }

    public static string HalfWidth(string katakana) => string.Concat(katakana.Select(letter => Voiced.IndexOf(letter) is var at and >= 0
        ? $"{Half[Full.IndexOf(Voiceless[at])]}ﾞ"
        : Full.IndexOf(letter) is var plain and >= 0 ? Half[plain].ToString() : letter.ToString()));

    public static string Hiragana(string katakana) =>
        string.Concat(katakana.Select(letter => letter is >= 'ァ' and <= 'ヶ' ? (char)(letter - 0x60) : letter));

    private static string Any(string kanji, Random? chance)
    {
        if (chance is null)
            return kanji;
        foreach (var forms in Forms)
        {
            var letters = Letters(forms);
            kanji = kanji.Replace(letters[0], letters[chance.Next(letters.Count)], StringComparison.Ordinal);
        }
        return kanji;
    }

    private static List<string> Letters(string forms) => [.. forms.EnumerateRunes().Select(rune => rune.ToString())];
}

using System.Globalization;

namespace Phr.Cli.Bench.Matching;

/// <summary>A part of a name in kanji and in katakana.</summary>
internal readonly record struct NamePart(string Kanji, string Kana);

/// <summary>
/// Names as often as they occur: the hundred most frequent family names by published counts (family-names.txt), which a third of the people
/// have, all others put together of two parts; given names put together of parts that were in fashion when their bearer was born
/// (明治安田生命 生まれ年別名前ランキング), the first ones of each list the more often. Of two people 1 in 450 share a family name; of one sex and
/// fashion between 1 in 55 (women born before 1956) and 1 in 300 a given name in kanji, and more of them its reading. The shares of what is
/// put together are made up.
/// </summary>
internal static class JapaneseNames
{
    private const double PeopleThousands = 125_000;

    private const string Fronts =
        "大オオ 小コ 中ナカ 西ニシ 山ヤマ 石イシ 松マツ 竹タケ 杉スギ 森モリ 黒クロ 白シラ 古フル 長ナガ 高タカ 深フカ 平ヒラ 広ヒロ 浜ハマ 北キタ 南ミナミ 川カワ 岩イワ "
        + "藤フジ 赤アカ 青アオ 水ミズ 池イケ 福フク 宮ミヤ 寺テラ 村ムラ 堀ホリ 富トミ 永ナガ 安ヤス 秋アキ 桑クワ 沢サワ 島シマ 吉ヨシ 桜サクラ 土ツチ 荒アラ 細ホソ 若ワカ";

    private const string Backs =
        "田ダ 山ヤマ 川カワ 村ムラ 野ノ 井イ 沢ザワ 島シマ 崎ザキ 原ハラ 本モト 口グチ 木キ 森モリ 谷タニ 橋ハシ 浦ウラ 尾オ 岡オカ 内ウチ 坂サカ 塚ヅカ 瀬セ 部ベ 見ミ 倉クラ 戸ド 津ツ 間マ 辺ベ";

    // Born until 1955, until 1985, and since.
    private static readonly (string Fronts, string Backs)[] Men =
    [
        ("正マサ 和カズ 義ヨシ 清キヨ 勝カツ 武タケ 茂シゲ 昭アキ 弘ヒロ 忠タダ 政マサ 利トシ 一カズ 敏トシ 光ミツ 幸ユキ 秀ヒデ 英ヒデ 邦クニ 信ノブ",
            "夫オ 雄オ 男オ 一イチ 三ゾウ 治ジ 郎ロウ 義ヨシ 次ジ 司シ 明アキ 彦ヒコ 吉キチ"),
        ("和カズ 浩ヒロ 健ケン 隆タカ 孝タカ 秀ヒデ 俊トシ 英ヒデ 直ナオ 智トモ 雅マサ 康ヤス 哲テツ 信ノブ 幸ユキ 裕ヒロ 正マサ 大ダイ 伸シン 達タツ 誠セイ 博ヒロ 淳ジュン 敏トシ",
            "一イチ 之ユキ 彦ヒコ 樹キ 也ヤ 司シ 明アキ 二ジ 治ハル 幸ユキ 輔スケ 志シ 行ユキ 人ト 郎ロウ 介スケ"),
        ("翔ショウ 大ダイ 悠ユウ 拓タク 優ユウ 陽ヨウ 健ケン 海カイ 蓮レン 颯ソウ 直ナオ 一カズ 隼ハヤ 駿シュン 晴ハル 亮リョウ 智トモ 雄ユウ 航コウ 遥ハル",
            "太タ 斗ト 輝キ 真マ 介スケ 平ヘイ 大ダイ 人ト 也ヤ 樹キ 希キ 輔スケ 馬マ 生キ 貴キ"),
    ];

    private static readonly (string Fronts, string Backs)[] Women =
    [
        ("和カズ 幸サチ 節セツ 文フミ 久ヒサ 美ミ 洋ヨウ 恵ケイ 京キョウ 悦エツ 昭アキ 敏トシ 光ミツ 信ノブ 富トミ 弘ヒロ 千チ 静シズ 春ハル 清キヨ 栄エイ 寿トシ",
            "子コ 子コ 子コ 子コ 江エ 代ヨ 枝エ 美ミ 恵エ"),
        ("由ユ 恵ケイ 裕ユウ 久ク 美ミ 明アキ 直ナオ 智トモ 真マ 陽ヨウ 典ノリ 理リ 純ジュン 香カ 麻マ 千チ 友トモ 里リ 雅マサ 祐ユウ 尚ナオ 順ジュン",
            "子コ 美ミ 子コ 香カ 紀キ 代ヨ 恵エ 里リ 由美ユミ 美子ミコ 江エ 理リ"),
        ("美ミ 愛アイ 彩アヤ 優ユウ 萌モエ 結ユイ 莉リ 陽ハル 千チ 七ナナ 菜ナ 遥ハル 咲サキ 心ココ 杏アン 真マ 桃モモ 凜リン 葵アオ 琴コト",
            "咲サキ 香カ 奈ナ 菜ナ 花カ 希キ 乃ノ 衣イ 音ネ 月ヅキ 子コ 優ユ 里リ 穂ホ"),
    ];

    private static readonly (NamePart Name, double Share)[] Frequent = [.. Lines().Select(fields =>
        (new NamePart(fields[0], fields[1]), double.Parse(fields[2], CultureInfo.InvariantCulture) / PeopleThousands))];

    public static NamePart Family(Random chance)
    {
        var at = chance.NextDouble();
        foreach (var (name, share) in Frequent)
        {
            if ((at -= share) < 0)
                return name;
        }
        return Joined((Fronts, Backs), chance);
    }

    public static NamePart Given(bool isFemale, int yearOfBirth, Random chance) =>
        Joined((isFemale ? Women : Men)[yearOfBirth < 1956 ? 0 : yearOfBirth < 1986 ? 1 : 2], chance);

    /// <summary>Another given name that begins like one: what twins are often called.</summary>
    public static NamePart Like(NamePart given, bool isFemale, int yearOfBirth, Random chance)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var other = Given(isFemale, yearOfBirth, chance);
            if (other != given && other.Kanji[0] == given.Kanji[0])
                return other;
        }
        return Given(isFemale, yearOfBirth, chance);
    }

    private static NamePart Joined((string Fronts, string Backs) parts, Random chance)
    {
        var (front, back) = (Part(parts.Fronts, chance), Part(parts.Backs, chance));
        return new NamePart(front.Kanji + back.Kanji, front.Kana + back.Kana);
    }

    // The square of the chance prefers the first.
    private static NamePart Part(string list, Random chance)
    {
        var all = list.Split(' ');
        var part = all[(int)(all.Length * Math.Pow(chance.NextDouble(), 1.4))];
        var kana = part.IndexOf(part.First(letter => letter is >= 'ァ' and <= 'ヶ'), StringComparison.Ordinal);
        return new NamePart(part[..kana], part[kana..]);
    }

    private static IEnumerable<string[]> Lines()
    {
        using var stream = typeof(JapaneseNames).Assembly.GetManifestResourceStream("Bench/Matching/family-names.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line[0] != '#')
                yield return line.Split(' ');
        }
    }
}

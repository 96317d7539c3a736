using System.Security.Cryptography;
using System.Text;
using Phr.Fhir.Indexing;

namespace Phr.Tests.Fhir.Indexing;

public class TextFoldingTest
{
    [Theory]
    [InlineData("Aoki", "aoki")]
    [InlineData("ＡＯＫＩ　１２３", "aoki 123")]
    [InlineData("アオキ ハナコ", "あおきはなこ")]
    [InlineData("ｱｵｷ ﾊﾅｺ", "あおきはなこ")]
    [InlineData("ｶﾞｷﾞ ﾊﾟﾋﾟ ｳﾞ", "がぎぱぴゔ")]
    [InlineData("か\u3099は\u309A", "がぱ")]
    [InlineData("青木　花子", "青木花子")]
    [InlineData("青木 Hanako", "青木 hanako")]
    [InlineData("葛\U000E0100飾", "葛飾")]
    [InlineData("神\uFE00", "神")]
    [InlineData("㍿青空 ①㎎", "株式会社青空 1mg")]
    [InlineData("Müller  Ångström\tÉcole", "muller angstrom ecole")]
    [InlineData("Straße", "strasse")]
    [InlineData("ΣΊΣΥΦΟΣ", "σισυφοσ")]
    [InlineData("e\u0301", "e")]
    [InlineData("  a  ", "a")]
    [InlineData("\u3099", "\u3099")]
    [InlineData("𠮷野家", "吉野家")]
    [InlineData("𠀋\U000E0101", "𠀋")]
    [InlineData("𠀋\u3099\u309A", "𠀋\u3099\u309A")]
    [InlineData("\U00010400", "\U00010428")]
    [InlineData("", "")]
    public void Text_is_read_as_a_search_reads_it(string text, string folded) => Assert.Equal(folded, TextFolding.Fold(text));

    [Theory]
    [InlineData("斎藤 齋藤 齊藤 斉藤 斎\U000E0101藤 齋\uFE00藤")]
    [InlineData("高橋 髙橋 高\U000E0100槗 髙𣘺")]
    [InlineData("渡辺 渡邊 渡邉 渡邉\U000E0103 渡\U000E0100邊")]
    [InlineData("山崎 山﨑 山嵜")]
    [InlineData("中島 中嶋 中嶌")]
    [InlineData("大沢 大澤")]
    [InlineData("浜田 濱田 濵田")]
    [InlineData("広瀬 廣瀬 廣瀨")]
    [InlineData("国分 國分 国\U000E0100分")]
    [InlineData("吉田 𠮷田")]
    [InlineData("桜井 櫻井")]
    [InlineData("富田 冨田")]
    [InlineData("滝川 瀧川")]
    [InlineData("曽根 曾根")]
    [InlineData("福田 福田")]
    [InlineData("神谷 神谷 神\uFE00谷")]
    [InlineData("都築 都築")]
    [InlineData("鶴見 靏見 鶴\U000E0101見")]
    [InlineData("龍一 竜一")]
    [InlineData("青木 靑木")]
    [InlineData("丽 丽")]
    public void One_name_in_several_kanji_is_read_as_one(string names) =>
        Assert.Single(names.Split(' ').Select(TextFolding.Fold).Distinct());

    [Theory]
    [InlineData("中野 中田")]
    [InlineData("太田 大田")]
    [InlineData("伊東 伊藤")]
    [InlineData("阿部 安部")]
    [InlineData("河合 川合")]
    [InlineData("森下 杜下")]
    public void Names_that_sound_alike_or_look_alike_stay_two(string names) =>
        Assert.Equal(2, names.Split(' ').Select(TextFolding.Fold).Distinct().Count());

    // An index of another folding finds nothing: who changes the letters raises the version, and writes the new hash here.
    [Fact]
    public void The_letters_and_the_version_of_the_folding_change_together()
    {
        using var letters = typeof(TextFolding).Assembly.GetManifestResourceStream("text-folding.txt")!;

        Assert.Equal(
            (2, "0036cab4c75dede5d3586ce62f0596e1df74b30de2ad26dc3cf98250a8b5baea"),
            (TextFolding.Version, Convert.ToHexStringLower(SHA256.HashData(letters))));
    }

    [Fact]
    public void Each_letter_of_the_table_folds_to_what_folds_no_further()
    {
        for (var letter = 0; letter < 0x30000; letter++)
        {
            if (!Rune.IsValid(letter))
                continue;
            var folded = TextFolding.Fold(new Rune(letter).ToString());
            Assert.Equal(folded, TextFolding.Fold(folded));
        }
    }

    [Fact]
    public void Folding_folded_text_changes_nothing()
    {
        var random = new Random(77);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => new Rune(
                random.Next(4) == 0 ? random.Next(0x20000, 0x30000) : random.Next(0x20, 0xD800)).ToString()));
            var folded = TextFolding.Fold(text);
            Assert.Equal(folded, TextFolding.Fold(folded));
        }
    }

    [Theory]
    [InlineData(512, 512)]
    [InlineData(513, 512)]
    public void Folded_text_is_cut_at_its_limit(int letters, int folded) =>
        Assert.Equal(folded, TextFolding.Fold(new string('A', letters)).Length);

    [Fact]
    public void A_letter_is_not_cut_in_two() => Assert.Equal(170, TextFolding.Fold(new string('花', 200)).Length);

    [Fact]
    public void Letters_that_become_long_texts_are_cut_too() =>
        Assert.InRange(TextFolding.Fold(new string('\uFDFA', 200)).Length, 100, 512);
}

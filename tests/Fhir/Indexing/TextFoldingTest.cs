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
    [InlineData("𠮷野家", "𠮷野家")]
    [InlineData("", "")]
    public void Text_is_read_as_a_search_reads_it(string text, string folded) => Assert.Equal(folded, TextFolding.Fold(text));

    [Fact]
    public void Folding_folded_text_changes_nothing()
    {
        var random = new Random(77);
        for (var round = 0; round < 20_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => (char)random.Next(0x20, 0xD800))]);
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

using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Tests.Identity;

public sealed class InsuredPersonNumberTest
{
    [Theory]
    [InlineData("00012345:あいう:１８７:05")]
    [InlineData("12345:あいう:187:5")]
    [InlineData("００012345：あいう：１８７：０５")]
    [InlineData(" 12345 : あ い う : 187 : 05 ")]
    public void The_same_number_written_in_different_ways_is_equal(string text)
    {
        var number = InsuredPersonNumber.Parse(text)!;
        Assert.Equal("00012345:あいう:187:05", number.ToString());
        Assert.Equal("00012345:あいう:１８７:05", number.ToIdentifierValue());
    }

    [Theory]
    [InlineData("138057::123", "00138057::123:")]
    [InlineData("138057:東－１:a12:01", "00138057:東-1:A12:01")]
    [InlineData("138057:ｶﾞ1:12:01", "00138057:ガ1:12:01")]
    public void Symbol_and_branch_may_be_missing(string text, string form) =>
        Assert.Equal(form, InsuredPersonNumber.Parse(text)!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("12345:記号")]
    [InlineData("12345:記号::05")]
    [InlineData("123456789:記号:1:05")]
    [InlineData("12a45:記号:1:05")]
    [InlineData("12345:記号:1:005")]
    [InlineData("12345:記号:1:5x")]
    [InlineData("1:2:3:4:5")]
    public void What_is_no_such_number_is_not_taken(string text) => Assert.Null(InsuredPersonNumber.Parse(text));

    [Fact]
    public void A_part_is_taken_up_to_its_limit_and_not_past_it()
    {
        Assert.NotNull(InsuredPersonNumber.Parse($"1:{new string('あ', 40)}:1:05"));
        Assert.Null(InsuredPersonNumber.Parse($"1:{new string('あ', 41)}:1:05"));
    }

    [Theory]
    [InlineData("ﾔﾏﾀﾞ ﾊﾅｺ", "ヤマダ ハナコ")]
    [InlineData("ﾊﾟｰﾄ　ｳﾞｧ", "パート ヴァ")]
    [InlineData("ＡＢＣ１２３！～", "ABC123!~")]
    [InlineData("1‐2－3−4", "1-2-3-4")]
    [InlineData("ﾞあ", "゛あ")]
    [InlineData("山田 花子", "山田 花子")]
    public void Folding_makes_what_is_written_in_two_widths_equal(string text, string folded) =>
        Assert.Equal(folded, JapaneseText.Fold(text));

    [Fact]
    public void Hiragana_becomes_katakana() => Assert.Equal("ヤマダ ハナコ", JapaneseText.ToKatakana("やまだ　はなこ"));
}

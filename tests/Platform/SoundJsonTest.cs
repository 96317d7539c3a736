using System.Text;
using System.Text.Json;
using Phr.Platform;

namespace Phr.Tests.Platform;

public sealed class SoundJsonTest
{
    [Theory]
    [InlineData("""{"a":["x","\ud83d\ude00","\\ud83d","\u0041\\"],"b":{"\ud83d\ude00":"😀"}}""")]
    [InlineData("""  "\"\\\ud83d\ude00\n"  """)]
    [InlineData("[[],{},[{}],1,null]")]
    public void Whole_characters_are_taken(string json)
    {
        using var document = SoundJson.Parse(Encoding.UTF8.GetBytes(json));
    }

    [Theory]
    [InlineData("""{"a":["x",{"b":"\ud83d"}]}""", "/a/1/b")]
    [InlineData("""{"a":[[],{},"\ud83dx"]}""", "/a/2")]
    [InlineData("""{"a":{"b~/c":"\ude00\ud83d"}}""", "/a/b~0~1c")]
    [InlineData("""{"a":{"\ud83d":1}}""", "/a")]
    [InlineData(""" "\ud83d\\ude00" """, "")]
    [InlineData(""" "\ud83d\ud83d\ude00" """, "")]
    public void Half_of_a_surrogate_pair_is_refused_with_its_place(string json, string place)
    {
        var refused = Assert.Throws<JsonException>(() => SoundJson.Parse(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(place, refused.Path);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused_with_their_place()
    {
        byte[] json = [.. "{\n \"a\": \""u8, 0xFF, .. "\"}"u8];
        var refused = Assert.Throws<JsonException>(() => SoundJson.Parse(json));
        Assert.Equal(("/a", 1L, 6L), (refused.Path, refused.LineNumber, refused.BytePositionInLine));
    }

    [Theory]
    [InlineData("a😀b", 0, "")]
    [InlineData("a😀b", 1, "a")]
    [InlineData("a😀b", 2, "a")]
    [InlineData("a😀b", 3, "a😀")]
    [InlineData("a😀b", 9, "a😀b")]
    public void A_beginning_holds_whole_characters(string text, int unitsMax, string beginning) =>
        Assert.Equal(beginning, WholeText.Beginning(text, unitsMax));
}

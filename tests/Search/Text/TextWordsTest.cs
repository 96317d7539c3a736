using System.Text;
using System.Text.Json.Nodes;
using Phr.Fhir;
using Phr.Fhir.Indexing;

namespace Phr.Tests.Search.Text;

/// <summary>What counts as a word of a resource.</summary>
public sealed class TextWordsTest
{
    [Theory]
    [InlineData("Bone, LIVER; and-joint", "bone liver and joint")]
    [InlineData("Ｌｉｖｅｒ café", "liver cafe")]
    [InlineData("胃癌", "胃 癌 胃癌")]
    [InlineData("青木　花子", "青 木 花 子 青木 木花 花子")]
    [InlineData("ｶﾞﾝ", "が ん がん")]
    [InlineData("HbA1cは高い", "hba1c は 高 い は高 高い")]
    [InlineData("血圧、脈拍", "血 圧 血圧 脈 拍 脈拍")]
    [InlineData("...", "")]
    public void Signs_and_blanks_part_words_and_of_Japanese_each_pair_counts(string text, string words) =>
        Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), Words(Note(text), narrative: false).Order());

    [Theory]
    [InlineData("胃癌", "胃癌")]
    [InlineData("癌", "癌")]
    [InlineData("胃癌 liver", "胃癌 liver")]
    public void Of_what_is_searched_a_pair_says_what_its_letters_do(string text, string words) =>
        Assert.Equal(words.Split(' ').Order(), TextWords.Of(text).Order());

    [Fact]
    public void A_long_text_loses_no_pair_where_it_is_cut()
    {
        var chance = new Random(8);
        for (var i = 0; i < 200; i++)
        {
            var letters = Enumerable.Range(0, 100 + chance.Next(400))
                .Select(_ => chance.Next(12) == 0 ? ' ' : (char)(0x4E00 + chance.Next(500))).ToArray();
            var text = new string(letters).Trim();
            var plain = text.Replace(" ", "", StringComparison.Ordinal);

            var words = Words(Note(text), narrative: false);

            for (var at = 0; at + 1 < plain.Length; at++)
                Assert.Contains(TextFolding.Fold(plain[at..(at + 2)]), words);
        }
    }

    [Fact]
    public void The_narrative_is_read_without_its_markup_and_alone()
    {
        var resource = Note("elsewhere");
        resource["text"] = new JsonObject
        {
            ["status"] = "generated",
            ["div"] = "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p title=\"hidden\">Li<b>ver</b> &amp; bone<br/>joint &#x80C3;<i>癌</i></p></div>",
        };

        Assert.Equal(["bone", "joint", "liver", "癌", "胃", "胃癌"], Words(resource, narrative: true).Order(StringComparer.Ordinal));
        Assert.Contains("elsewhere", Words(resource, narrative: false));
        Assert.Contains("liver", Words(resource, narrative: false));
        Assert.Empty(Words(Note("elsewhere"), narrative: true));
    }

    [Fact]
    public void Codes_and_what_is_contained_count_but_no_references_addresses_dates_and_binaries()
    {
        var words = Words(JsonNode.Parse("""
            {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"zz-1","display":"Shown"}]},
             "subject":{"reference":"Patient/referred"},"effectiveDateTime":"2026-05-01","valueString":"told",
             "contained":[{"resourceType":"Practitioner","id":"inner","name":[{"family":"Inside"}]}],
             "extension":[{"url":"http://site.example/x","valueMarkdown":"*marked*"}]}
            """)!.AsObject(), narrative: false);

        Assert.Equal(["1", "final", "inside", "marked", "shown", "told", "zz"], words.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Words_are_limited()
    {
        var resource = Note(string.Join(' ', Enumerable.Range(0, TextWords.WordsMax)));
        Assert.Equal(TextWords.WordsMax, Words(resource, narrative: false).Count);
        resource["note"]!.AsArray().Add(new JsonObject { ["text"] = "more" });
        Assert.DoesNotContain("more", Words(resource, narrative: false));
    }

    private static JsonObject Note(string text) => new()
    {
        ["resourceType"] = "Observation", ["note"] = new JsonArray(new JsonObject { ["text"] = text }),
    };

    private static HashSet<string> Words(JsonObject resource, bool narrative)
    {
        using var document = FhirDocument.ParseLenient(Encoding.UTF8.GetBytes(resource.ToJsonString())).Document!;
        var words = new HashSet<string>();
        TextWords.Read(document.Root, narrative, words);
        return words;
    }
}

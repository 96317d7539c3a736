using System.Text;
using System.Text.Json.Nodes;
using Phr.Fhir;
using Phr.Planets.People.Matching;

namespace Phr.Tests.Operations;

/// <summary>What the records of two Patients say of whether they are one person.</summary>
public sealed class MatchScoreTest
{
    private static JsonObject Hanako => new()
    {
        ["resourceType"] = "Patient",
        ["identifier"] = new JsonArray(Identifier("urn:oid:1.2.392.1", "0012")),
        ["name"] = new JsonArray(Name("山田", "花子"), Name("ヤマダ", "ハナコ")),
        ["gender"] = "female", ["birthDate"] = "1964-02-13",
        ["telecom"] = new JsonArray(new JsonObject { ["system"] = "phone", ["value"] = "03-1234-5678" }),
        ["address"] = new JsonArray(new JsonObject { ["postalCode"] = "100-0001" }),
    };

    [Fact]
    public void The_same_record_is_certain_and_nobody_elses_is_told()
    {
        Assert.Equal("certain", Score(Hanako, Hanako).Grade);
        var other = With(
            ("name", new JsonArray(Name("鈴木", "一郎"))), ("gender", "male"), ("birthDate", "1951-10-30"), ("identifier", null), ("telecom", null),
            ("address", null));
        Assert.Null(Score(Hanako, other).Grade);
    }

    [Theory]
    [InlineData("half-width kana and another width of digits", "certain")]
    [InlineData("hiragana", "certain")]
    [InlineData("neighbouring digits of the birth date", "probable")]
    [InlineData("day and month", "probable")]
    [InlineData("married name", "probable")]
    [InlineData("family and given name mixed up", "probable")]
    [InlineData("nothing but the name", "possible")]
    [InlineData("nothing but the number", "possible")]
    [InlineData("name, sex and birth date", "probable")]
    [InlineData("year of birth alone", "certain")]
    public void A_slip_or_gap_lowers_the_grade_and_loses_nobody(string what, string grade) =>
        Assert.Equal(grade, Score(Hanako, Changed(what)).Grade);

    [Fact]
    public void Twins_and_a_mother_are_not_taken_for_one_another_by_what_a_household_shares()
    {
        var twin = With(("name", new JsonArray(Name("山田", "桃子"), Name("ヤマダ", "モモコ"))), ("identifier", null));
        var mother = With(("name", new JsonArray(Name("山田", "和子"))), ("birthDate", "1936-05-01"), ("identifier", null));

        Assert.Null(Score(Hanako, twin).Grade);
        Assert.Null(Score(Hanako, mother).Grade);
    }

    [Theory]
    [InlineData("00138057:１２:３４５６:01", "00138057:１２:３４５６:01", true)]
    [InlineData("00138057:１２:３４５６:01", "138057:12:3456:1", true)]
    [InlineData("00138057:１２:３４５６:01", "00138057:１２:３４５６:", true)]
    [InlineData("00138057:１２:３４５６:", "00138057:１２:３４５６:", true)]
    [InlineData("00138057:１２:３４５６:01", "00139999:９:８:01", true)]
    [InlineData("00138057:１２:３４５６:01", "00138057:１２:３４５６:02", false)]
    public void Another_insurer_or_no_branch_contradicts_nobody_and_another_branch_does(string mine, string theirs, bool isCertain)
    {
        var (one, other) = (Insured(mine), Insured(theirs));

        Assert.Equal(isCertain ? "certain" : "probable", Score(one, other).Grade);
    }

    [Fact]
    public void A_number_without_a_branch_is_the_household_s_and_makes_no_twin_or_spouse_the_same()
    {
        var hanako = Insured("00138057:１２:３４５６:");
        var twin = Insured("00138057:１２:３４５６:");
        twin["name"] = new JsonArray(Name("山田", "桃子"), Name("ヤマダ", "モモコ"));
        var (husband, told) = (Insured("00138057:１２:３４５６:"), Insured("00138057:１２:３４５６:"));
        (husband["name"], husband["birthDate"]) = (new JsonArray(Name("山田", "一郎")), "1961-09-30");
        told["name"] = new JsonArray(Name("ヤマダ", "ハナコ"));

        Assert.Null(Score(hanako, twin).Grade);
        Assert.Null(Score(hanako, husband).Grade);
        // Kanji and kana say nothing of one another, so the birth date has to.
        Assert.Null(Score(told, husband).Grade);
    }

    [Theory]
    [InlineData("髙橋", "広", "高橋", "廣", "certain")]
    [InlineData("渡邉", "花子", "渡辺", "花子", "certain")]
    [InlineData("斎藤", "花子", "齊\U000E0102藤", "花子", "certain")]
    [InlineData("佐藤", "浩", "佐藤", "博", "probable")]
    [InlineData("伊藤", "花子", "伊東", "花子", "probable")]
    public void Forms_of_one_letter_are_one_name_and_other_letters_of_the_same_sound_are_not(
        string family, string given, string otherFamily, string otherGiven, string grade)
    {
        var one = With(("name", new JsonArray(Name(family, given), Name("ヨミ", "ヒロシ"))));
        var other = With(("name", new JsonArray(Name(otherFamily, otherGiven), Name("ヨミ", "ヒロシ"))));

        Assert.Equal(grade, Score(one, other).Grade);
    }

    [Fact]
    public void A_name_in_another_script_says_nothing_either_way()
    {
        var kanji = With(("name", new JsonArray(Name("山田", "花子"))));
        var kana = With(("name", new JsonArray(Name("ヤマダ", "ハナコ"))));
        var latin = With(("name", new JsonArray(Name("Yamada", "Hanako"))));

        Assert.Equal(Score(kanji, kana), Score(kana, latin));
        Assert.True(Score(kanji, kanji).Probability > Score(kanji, kana).Probability);
        Assert.Equal("certain", Score(kanji, kana).Grade);
    }

    [Fact]
    public void The_score_is_the_same_both_ways_and_never_beyond_0_and_1()
    {
        string[] all =
        [
            "half-width kana and another width of digits", "neighbouring digits of the birth date", "married name", "nothing but the name",
            "year of birth alone", "nothing but the number",
        ];
        foreach (var (one, other) in all.SelectMany(_ => all, (one, other) => (Changed(one), Changed(other))))
        {
            var score = Score(one, other);
            Assert.Equal(score.Probability, Score(other, one).Probability, 12);
            Assert.InRange(score.Probability, 0, 1);
        }
    }

    [Theory]
    [InlineData("phone", "000-0000-0000")]
    [InlineData("phone", "内線 1234")]
    [InlineData("email", "none")]
    [InlineData("url", "https://example.org/0123456789")]
    public void What_many_people_share_is_no_contact(string system, string value)
    {
        var contact = new JsonArray(new JsonObject { ["system"] = system, ["value"] = value });

        Assert.Empty(Traits(With(("telecom", contact))).Contacts);
    }

    // Winkler, Overview of record linkage and current research directions, US Census Bureau 2006, table 6.
    [Theory]
    [InlineData("MARTHA", "MARHTA", 0.961)]
    [InlineData("DWAYNE", "DUANE", 0.840)]
    [InlineData("DIXON", "DICKSONX", 0.813)]
    [InlineData("abc", "xyz", 0)]
    public void Names_are_as_similar_as_Jaro_and_Winkler_have_it(string one, string other, double similarity) =>
        Assert.Equal(similarity, NameLikeness.Similarity(one, other), 3);

    [Theory]
    [InlineData("1964-02-13", "1964-02-31", false)]
    [InlineData("1964-02-13", "1964-02-12", true)]
    [InlineData("1964-02-03", "1964-03-02", true)]
    [InlineData("1964-02-13", "1946-02-13", true)]
    [InlineData("1964-02-13", "1975-02-13", false)]
    [InlineData("1964-02-13", "1964-02-13", false)]
    [InlineData("1964-02-13", "1964-02", false)]
    public void A_slip_is_one_digit_two_neighbours_or_day_and_month(string one, string other, bool isSlip)
    {
        // 31 February is no date, but a slip on paper: it is compared, and never looked up.
        Assert.Equal(isSlip || other == "1964-02-31", BirthDay.Read(one)!.Value.IsSlipOf(BirthDay.Read(other)!.Value));
        Assert.DoesNotContain("1964-02-31", BirthDay.Read(one)!.Value.AndSwaps());
    }

    private static JsonObject Changed(string what) => what switch
    {
        "half-width kana and another width of digits" => With(
            ("name", new JsonArray(Name("ﾔﾏﾀﾞ", "ﾊﾅｺ"))),
            ("identifier", new JsonArray(Identifier("urn:oid:1.2.392.1", "００１２"))),
            ("telecom", new JsonArray(new JsonObject { ["system"] = "phone", ["value"] = "＋８１ ３ １２３４ ５６７８" }))),
        "hiragana" => With(("name", new JsonArray(Name("やまだ", "はなこ")))),
        "neighbouring digits of the birth date" => With(("birthDate", "1964-02-31")),
        "day and month" => With(("birthDate", "1964-12-13"), ("telecom", null)),
        "married name" => With(("name", new JsonArray(Name("佐々木", "花子"))), ("telecom", null), ("address", null)),
        "family and given name mixed up" => With(("name", new JsonArray(Name("花子", "山田")))),
        "nothing but the name" => With(("identifier", null), ("telecom", null), ("address", null), ("birthDate", null)),
        "nothing but the number" => With(("name", null), ("telecom", null), ("address", null), ("birthDate", null), ("gender", null)),
        "name, sex and birth date" => With(("identifier", null), ("telecom", null), ("address", null)),
        "year of birth alone" => With(("birthDate", "1964"), ("telecom", null), ("address", null), ("gender", null)),
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    private static JsonObject Insured(string number) =>
        With(("identifier", new JsonArray(Identifier(Phr.Platform.Identity.InsuredPersonNumber.System, number))));

    private static JsonObject With(params (string Name, JsonNode? Value)[] changes)
    {
        var patient = Hanako;
        foreach (var (name, value) in changes)
        {
            if (value is null)
                patient.Remove(name);
            else
                patient[name] = value;
        }
        return patient;
    }

    private static MatchScore Score(JsonObject one, JsonObject other) => MatchScore.Of(Traits(one), Traits(other));

    private static PersonTraits Traits(JsonObject patient)
    {
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(patient.ToJsonString())).Document!;
        return PersonTraits.Read(document.Root);
    }

    private static JsonObject Identifier(string system, string value) => new() { ["system"] = system, ["value"] = value };

    private static JsonObject Name(string family, string given) => new() { ["family"] = family, ["given"] = new JsonArray(given) };
}

using System.Globalization;
using Phr.Simulator.Chance;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Writing;

/// <summary>
/// Name, address and numbers of a simulated person: common Japanese names and places in free combination, numbers in
/// ranges that nobody has (insurer 0199…, telephone 0x-0000-…).
/// </summary>
public sealed record PersonIdentity
{
    private static readonly (string Kanji, string Kana)[] Families =
    [
        ("佐藤", "サトウ"), ("鈴木", "スズキ"), ("高橋", "タカハシ"), ("田中", "タナカ"), ("伊藤", "イトウ"), ("渡辺", "ワタナベ"), ("山本", "ヤマモト"),
        ("中村", "ナカムラ"), ("小林", "コバヤシ"), ("加藤", "カトウ"), ("吉田", "ヨシダ"), ("山田", "ヤマダ"), ("松本", "マツモト"), ("井上", "イノウエ"),
        ("木村", "キムラ"), ("清水", "シミズ"), ("森", "モリ"), ("池田", "イケダ"), ("橋本", "ハシモト"), ("石川", "イシカワ"),
    ];

    private static readonly (string Kanji, string Kana)[] Men =
    [
        ("誠", "マコト"), ("浩", "ヒロシ"), ("健一", "ケンイチ"), ("隆", "タカシ"), ("和夫", "カズオ"), ("大輔", "ダイスケ"), ("翔太", "ショウタ"),
        ("茂", "シゲル"), ("博", "ヒロシ"), ("修", "オサム"), ("直樹", "ナオキ"), ("拓也", "タクヤ"),
    ];

    private static readonly (string Kanji, string Kana)[] Women =
    [
        ("和子", "カズコ"), ("洋子", "ヨウコ"), ("恵子", "ケイコ"), ("由美子", "ユミコ"), ("直美", "ナオミ"), ("真由美", "マユミ"), ("美咲", "ミサキ"),
        ("節子", "セツコ"), ("裕子", "ユウコ"), ("愛", "アイ"), ("明美", "アケミ"), ("陽子", "ヨウコ"),
    ];

    private static readonly (string PostalCode, string Text)[] Places =
    [
        ("0900000", "北海道北見市"), ("1120000", "東京都文京区"), ("4650000", "愛知県名古屋市名東区"), ("5900000", "大阪府堺市堺区"), ("8191100", "福岡県糸島市"),
    ];

    public required string Family { get; init; }

    public required string Given { get; init; }

    public required string FamilyKana { get; init; }

    public required string GivenKana { get; init; }

    public required string Telephone { get; init; }

    public required string PostalCode { get; init; }

    public required string Address { get; init; }

    /// <summary>保険者番号:記号:番号:枝番, the number that matches a person across hospitals.</summary>
    public required string InsuredNumber { get; init; }

    /// <summary>
    /// The identity of a person. People of one <paramref name="household"/> share family name, address, telephone and
    /// insurance, and differ in branch number; a person alone is a household of its own number.
    /// </summary>
    public static PersonIdentity Of(ulong seed, PersonTraits traits, long household, int branch)
    {
        var home = new RandomStream(seed, household, ChancePurpose.Identity);
        var own = new RandomStream(seed, traits.Number, ChancePurpose.Identity, 1);
        var family = Families[home.Below(Families.Length)];
        var place = Places[traits.Behaviour.ClinicSite / 2 % Places.Length];
        var given = traits.Sex == Sex.Male ? Men[own.Below(Men.Length)] : Women[own.Below(Women.Length)];
        return new PersonIdentity
        {
            Family = family.Kanji,
            Given = given.Kanji,
            FamilyKana = family.Kana,
            GivenKana = given.Kana,
            Telephone = "0" + home.Below(9).ToString(CultureInfo.InvariantCulture) + "00000"
                + home.Below(10000).ToString("D4", CultureInfo.InvariantCulture),
            PostalCode = place.PostalCode,
            Address = place.Text,
            InsuredNumber = $"0199{home.Below(10000):D4}:しみず:{FullWidth(household % 10_000_000)}:{branch:D2}",
        };
    }

    public static PersonIdentity Alone(SimulatedPerson person) => Of(person.Seed, person.Traits, person.Number, 0);

    /// <summary>Symbol and number are written in full width, as the insurance card has them.</summary>
    private static string FullWidth(long number) =>
        string.Concat(number.ToString("D7", CultureInfo.InvariantCulture).Select(digit => (char)(digit - '0' + '０')));
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Phr.Fhir.Definitions;
using Phr.Fhir.Structure;

namespace Phr.Tests.Fhir;

/// <summary>The hand-written checks agree with the regular expressions of R4 datatypes.html, which are quoted here.</summary>
public class PrimitiveFormatTest
{
    private const string Date =
        "([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)";
    private const string Time = @"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?";
    private const string Zone = @"(Z|(\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00))";

    private static readonly Dictionary<PrimitiveKind, (string Regex, string[] Examples)> Types = new()
    {
        [PrimitiveKind.Integer] = ("[0]|[-+]?[1-9][0-9]*", ["0", "-1", "2147483647", "-2147483648", "12", "1.0", "1e2"]),
        [PrimitiveKind.UnsignedInt] = ("[0]|([1-9][0-9]*)", ["0", "7", "2147483647", "-1"]),
        [PrimitiveKind.PositiveInt] = (@"\+?[1-9][0-9]*", ["1", "2147483647", "0", "-3"]),
        [PrimitiveKind.Code] = (@"[^\s]+(\s[^\s]+)*", ["a", "a b", "a  b", " a", "a ", "薬 名"]),
        [PrimitiveKind.Id] = (@"[A-Za-z0-9\-\.]{1,64}", ["a", "A-1.b", "a_b", new string('9', 64), new string('9', 65)]),
        [PrimitiveKind.Uri] = (@"\S*", ["http://a/b", "urn:x", "a b", "a\tb"]),
        [PrimitiveKind.Url] = (@"\S*", ["http://a/b"]),
        [PrimitiveKind.Canonical] = (@"\S*", ["http://a/b|1", " "]),
        [PrimitiveKind.Oid] = (@"urn:oid:[0-2](\.(0|[1-9][0-9]*))+",
            ["urn:oid:1.2.392", "urn:oid:2.0", "urn:oid:3.1", "urn:oid:1", "urn:oid:1.02", "urn:oid:1."]),
        [PrimitiveKind.Uuid] = ("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            ["urn:uuid:c757873d-ec9a-4326-a141-556f43239520", "urn:uuid:C757873D-ec9a-4326-a141-556f43239520"]),
        [PrimitiveKind.Date] = (Date + "(-(0[1-9]|1[0-2])(-(0[1-9]|[1-2][0-9]|3[0-1]))?)?",
            ["1970", "2024-02", "2024-02-29", "0000", "2024-13", "2024-00-01", "2024-01-32"]),
        [PrimitiveKind.DateTime] = (Date + "(-(0[1-9]|1[0-2])(-(0[1-9]|[1-2][0-9]|3[0-1])(T" + Time + Zone + ")?)?)?",
            ["1970", "2024-02-28T23:59:60Z", "2024-02-28T00:00:00.123456789+14:00", "2024-02-28T24:00:00Z", "2024-02-28T00:00:00",
             "2024-02-28T00:00Z", "2024-02-28T00:00:00+14:01"]),
        [PrimitiveKind.Instant] = (Date + "-(0[1-9]|1[0-2])-(0[1-9]|[1-2][0-9]|3[0-1])T" + Time + Zone,
            ["2015-02-07T13:28:17.239+02:00", "2017-01-01T00:00:00Z", "2017-01-01", "2017-01-01T00:00:00.Z"]),
        [PrimitiveKind.Time] = (Time, ["00:00:00", "23:59:60", "12:00:00.5", "24:00:00", "1:00:00", "12:00"]),
        [PrimitiveKind.Base64Binary] = (@"(\s*([0-9a-zA-Z\+\/=]){4}\s*)+", ["YWJj", "YWI=", "YQ==", " YWJj\nYWJj ", "YWJ", "YW Jj"]),
    };

    public static TheoryData<PrimitiveKind> Kinds => [.. Types.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_check_accepts_what_the_expression_matches(PrimitiveKind kind)
    {
        var (regex, examples) = Types[kind];
        var expression = new Regex($"^(?:{regex})$(?!\n)", RegexOptions.ECMAScript & ~RegexOptions.IgnoreCase);
        var random = new Random(20260501 + (int)kind);
        for (var i = 0; i < 20_000; i++)
        {
            var text = i < examples.Length ? examples[i] : Changed(examples[random.Next(examples.Length)], random);
            if (text.Length == 0 || IsBeyondExpression(kind, text))
                continue;

            var isAccepted = PrimitiveFormat.Check(kind, Encoding.UTF8.GetBytes(text)) is PrimitiveFault.None or PrimitiveFault.NoSuchDate;

            Assert.True(expression.IsMatch(text) == isAccepted, $"{kind} '{text}': the expression says {!isAccepted}.");
        }
    }

    [Theory]
    [InlineData("2024-02-29", true)]
    [InlineData("2023-02-29", false)]
    [InlineData("1900-02-29", false)]
    [InlineData("2000-02-29", true)]
    [InlineData("2023-04-31", false)]
    [InlineData("2023-04-31T00:00:00Z", false)]
    public void A_date_has_to_be_in_the_calendar(string date, bool exists) =>
        Assert.Equal(exists ? PrimitiveFault.None : PrimitiveFault.NoSuchDate, Check(PrimitiveKind.DateTime, date));

    [Theory]
    [InlineData("2147483647", true)]
    [InlineData("2147483648", false)]
    [InlineData("-2147483648", true)]
    [InlineData("-2147483649", false)]
    public void An_integer_has_32_bits(string number, bool fits) =>
        Assert.Equal(fits ? PrimitiveFault.None : PrimitiveFault.Format, Check(PrimitiveKind.Integer, number));

    [Theory]
    [InlineData("YWJj====")]
    [InlineData("Y===")]
    [InlineData("YQ==YWJj")]
    public void Padding_of_base64_ends_it(string text) =>
        Assert.Equal(PrimitiveFault.Format, Check(PrimitiveKind.Base64Binary, text));

    private static PrimitiveFault Check(PrimitiveKind kind, string text) => PrimitiveFormat.Check(kind, Encoding.UTF8.GetBytes(text));

    // Where the text of the specification says more than its expression: 32 bits, base64 padding; and JSON has no plus sign.
    private static bool IsBeyondExpression(PrimitiveKind kind, string text) => kind switch
    {
        PrimitiveKind.Integer or PrimitiveKind.UnsignedInt or PrimitiveKind.PositiveInt =>
            text.Contains('+', StringComparison.Ordinal) || text.StartsWith('0') && text != "0"
            || text.StartsWith("-0", StringComparison.Ordinal)
            || double.TryParse(text, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) > int.MaxValue,
        PrimitiveKind.Base64Binary => text.Contains('=', StringComparison.Ordinal),
        _ => false,
    };

    private static string Changed(string text, Random random)
    {
        const string Letters = "0123456789-+.:TZeE=/ \t\nabczAZ花";
        var letters = new StringBuilder(text);
        for (var changes = random.Next(1, 4); changes > 0 && letters.Length > 0; changes--)
        {
            var at = random.Next(letters.Length);
            switch (random.Next(3))
            {
                case 0: letters[at] = Letters[random.Next(Letters.Length)]; break;
                case 1: letters.Remove(at, 1); break;
                default: letters.Insert(at, Letters[random.Next(Letters.Length)]); break;
            }
        }
        return letters.ToString();
    }
}

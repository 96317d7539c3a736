using System.Text;
using Phr.Fhir.Patch;
using Phr.Tests.Support;

namespace Phr.Tests.Fhir.Patch;

/// <summary>RFC 5261 on resources, beyond the official cases.</summary>
public sealed class XmlPatchTest
{
    private const string Patient = """
        {"resourceType":"Patient","id":"p","telecom":[{"system":"phone","value":"1"},{"system":"email","value":"2"}],
         "birthDate":"1974-12-25"}
        """;

    [Theory]
    [InlineData("<replace sel=\"f:Patient/f:birthDate/@value\">1975-01-01</replace>", "\"birthDate\":\"1975-01-01\"")]
    [InlineData("<replace sel=\"/Patient/birthDate\"><birthDate value=\"1975\"/></replace>", "\"birthDate\":\"1975\"")]
    [InlineData("<remove sel=\"Patient/telecom[system/@value='phone']\"/>", "\"telecom\":[{\"system\":\"email\",\"value\":\"2\"}]")]
    [InlineData("<remove sel=\"Patient/telecom[2]\"/>", "\"telecom\":[{\"system\":\"phone\",\"value\":\"1\"}]")]
    [InlineData("<remove sel=\"*/*[system/@value='email'][1]\" ws=\"both\"/>", "\"telecom\":[{\"system\":\"phone\",\"value\":\"1\"}]")]
    [InlineData("<add sel=\"Patient/telecom[1]\" pos=\"after\"><telecom><value value=\"3\"/></telecom></add>",
        "\"telecom\":[{\"system\":\"phone\",\"value\":\"1\"},{\"value\":\"3\"},{\"system\":\"email\",\"value\":\"2\"}]")]
    [InlineData("<add sel=\"Patient/birthDate\" type=\"@id\">b</add>", "\"_birthDate\":{\"id\":\"b\"}")]
    [InlineData("<add sel=\"Patient\"><gender value=\"male\"/></add>", "\"gender\":\"male\"")]
    public void Steps_change_the_resource(string step, string expected) =>
        Assert.Contains(expected, Encoding.UTF8.GetString(Apply(step).Resource.Span), StringComparison.Ordinal);

    [Theory]
    [InlineData("<remove sel=\"Patient/name\"/>")]
    [InlineData("<remove sel=\"Patient/telecom\"/>")]
    [InlineData("<remove sel=\"Patient\"/>")]
    [InlineData("<add sel=\"Patient\" pos=\"before\"><x/></add>")]
    [InlineData("<add sel=\"Patient/birthDate\" type=\"@value\">x</add>")]
    [InlineData("<replace sel=\"Patient/birthDate\">text</replace>")]
    [InlineData("<add sel=\"Patient\"><unheard/></add>")]
    public void What_does_not_fit_applies_nothing(string step) =>
        Assert.Equal(PatchFaultKind.Inapplicable, Apply(step).Fault?.Kind);

    [Theory]
    [InlineData("")]
    [InlineData("<move sel=\"Patient\"/>")]
    [InlineData("<remove/>")]
    [InlineData("<remove sel=\"//birthDate\"/>")]
    [InlineData("<remove sel=\"Patient/birthDate/\"/>")]
    [InlineData("<remove sel=\"Patient/birthDate[position()=1]\"/>")]
    [InlineData("<remove sel=\"Patient/@value/x\"/>")]
    [InlineData("<remove sel=\"x:Patient\"/>")]
    [InlineData("<remove sel=\"id('x')\"/>")]
    [InlineData("<add sel=\"Patient\" pos=\"inside\"/>")]
    [InlineData("<add sel=\"Patient\" type=\"value\"/>")]
    [InlineData("<add sel=\"Patient\" type=\"namespace::xml\">urn:x</add>")]
    [InlineData("<add sel=\"Patient\" type=\"namespace::p\"/>")]
    [InlineData("<remove sel=\":Patient\"/>")]
    public void What_is_no_operation_is_told(string step) => Assert.Equal(PatchFaultKind.Malformed, Read(step).Fault?.Kind);

    [Fact]
    public void Steps_depth_and_work_have_limits()
    {
        var step = "<add sel=\"Patient\"/>";
        Assert.Null(Read(Repeated(step, PatchLimits.StepsMax)).Fault);
        Assert.Equal(PatchFaultKind.TooLarge, Read(Repeated(step, PatchLimits.StepsMax + 1)).Fault?.Kind);
        Assert.Null(Read(Nested(PatchLimits.DepthMax - 1)).Fault);
        Assert.Equal(PatchFaultKind.Malformed, Read(Nested(PatchLimits.DepthMax + 1)).Fault?.Kind);
        var names = string.Join(',', Enumerable.Repeat("{\"text\":\"a\"}", 6_000));
        var work = Read(Repeated("<replace sel=\"Patient/name[text/@value='b']\"/>", 900)).Patch!;
        Assert.Equal(PatchFaultKind.Inapplicable, work.Apply(Encoding.UTF8.GetBytes(Patient)).Fault?.Kind);
        var many = Encoding.UTF8.GetBytes($$"""{"resourceType":"Patient","name":[{{names}}]}""");
        var found = Read(Repeated("<add sel=\"Patient/name[6000]\" pos=\"after\"/>", 900)).Patch!;
        Assert.Equal(PatchFaultKind.TooLarge, found.Apply(many).Fault?.Kind);

        string Nested(int depth) => $"<add sel=\"Patient\">{Repeated("<x>", depth - 1)}{Repeated("</x>", depth - 1)}</add>";
        string Repeated(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
    }

    [Fact]
    public void No_patch_makes_the_reader_throw()
    {
        var random = new Random(20261122);
        string[] seeds =
        [
            "<add sel=\"f:Patient/f:telecom[1]\" pos=\"after\"><telecom><value value=\"3\"/></telecom></add>",
            "<replace sel=\"/Patient/birthDate/@value\">1975</replace>", "<remove sel='Patient/*[system/@value=\"phone\"][1]' ws='both'/>",
        ];
        for (var round = 0; round < Fuzz.Rounds(5_000); round++)
        {
            var step = seeds[random.Next(seeds.Length)].ToList();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                step[random.Next(step.Count)] = "[]()/@*.=:'\"<>&ax1 \u3042"[random.Next(20)];
            if (Read(string.Concat(step)).Patch is { } patch)
                patch.Apply(Encoding.UTF8.GetBytes(Patient));
        }
    }

    private static (XmlPatch? Patch, PatchFault? Fault) Read(string steps) =>
        XmlPatch.Read(Encoding.UTF8.GetBytes($"<diff xmlns=\"http://hl7.org/fhir\">{steps}</diff>"));

    private static Patched Apply(string step) => Read(step).Patch!.Apply(Encoding.UTF8.GetBytes(Patient));
}

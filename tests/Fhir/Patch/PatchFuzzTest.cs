using System.Text;
using System.Text.Json.Nodes;
using Phr.Fhir;
using Phr.Fhir.Patch;
using Phr.Tests.Support;

namespace Phr.Tests.Fhir.Patch;

/// <summary>Patches changed at random: each is refused or applied, and what is refused changes nothing.</summary>
public sealed class PatchFuzzTest
{
    private const string Patient = """
        {"resourceType":"Patient","active":true,"name":[{"family":"山田","given":["花子","H"],"_given":[null,{"id":"g"}]}],
        "telecom":[{"system":"phone","value":"1"}],"birthDate":"1964-02-03"}
        """;

    private const string Pieces = "[]{}()/~-01+.,:\"'\\@$%*=<> \u3042ex";

    private static readonly string[] JsonSeeds =
    [
        """[{"op":"add","path":"/name/0/given/-","value":"N"},{"op":"test","path":"/active","value":true}]""",
        """[{"op":"move","from":"/name/0/given/0","path":"/name/0/given/1"},{"op":"copy","from":"/telecom","path":"/contact"}]""",
        """[{"op":"replace","path":"","value":{"resourceType":"Patient"}},{"op":"remove","path":"/name/0/_given/1/id"}]""",
    ];

    private static readonly string[] PathSeeds =
    [
        Operation("insert", "Patient.name[0].given", """{"name":"index","valueInteger":1},{"name":"value","valueString":"N"}"""),
        Operation("move", "Patient.name.first().given", """{"name":"source","valueInteger":0},{"name":"destination","valueInteger":1}"""),
        Operation(
            "add", "Patient.where(active)",
            """{"name":"name","valueString":"contact"},{"name":"value","part":[{"name":"gender","valueCode":"male"}]}"""),
        Operation("delete", "Patient.telecom.where(system = 'phone')", """{"name":"id","valueString":"x"}"""),
        Operation("replace", "Patient.birthDate", """{"name":"value","valueDate":"1975-01-01"}"""),
    ];

    [Fact]
    public void No_json_patch_throws_or_leaves_half_of_it() => Assert.All(Outcomes(JsonSeeds, 1, text => JsonPatch.Read(text).Patch), Held);

    [Fact]
    public void No_fhirpath_patch_throws_or_leaves_half_of_it() => Assert.All(Outcomes(PathSeeds, 2, text =>
    {
        using var document = FhirDocument.ParseLenient(text).Document;
        return document is null ? null : FhirPathPatch.Read(document.Root).Patch;
    }), Held);

    private static void Held((int Applied, int Refused, int Unread) outcomes)
    {
        Assert.InRange(outcomes.Applied, 1, int.MaxValue);
        Assert.InRange(outcomes.Refused, 1, int.MaxValue);
        Assert.InRange(outcomes.Unread, 1, int.MaxValue);
    }

    private static IEnumerable<(int, int, int)> Outcomes(string[] seeds, int seed, Func<byte[], IPatch?> read)
    {
        var (random, applied, refused, unread) = (new Random(seed), 0, 0, 0);
        var before = Encoding.UTF8.GetBytes(Patient);
        for (var round = 0; round < Fuzz.Rounds(6_000); round++)
        {
            if (read(Changed(seeds[random.Next(seeds.Length)], random)) is not { } patch)
            {
                unread++;
                continue;
            }
            var patched = patch.Apply(before);
            if (patched.IsRefused)
            {
                refused++;
                Assert.True(patched.Resource.IsEmpty);
            }
            else
            {
                applied++;
                Assert.NotNull(JsonNode.Parse(patched.Resource.Span));
            }
            Assert.Equal(Patient, Encoding.UTF8.GetString(before));
        }
        yield return (applied, refused, unread);
    }

    private static string Operation(string type, string path, string parts) => $$"""
        {"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"{{type}}"},
        {"name":"path","valueString":"{{path}}"},{{parts}}]}]}
        """;

    private static byte[] Changed(string text, Random random)
    {
        var letters = text.ToList();
        for (var changes = random.Next(0, 4); changes > 0; changes--)
        {
            var at = random.Next(letters.Count);
            switch (random.Next(4))
            {
                case 0:
                    letters.RemoveAt(at);
                    break;
                case 1:
                    letters.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    letters.InsertRange(at, letters.GetRange(at, Math.Min(random.Next(30), letters.Count - at)));
                    break;
                default:
                    letters[at] = Pieces[random.Next(Pieces.Length)];
                    break;
            }
        }
        return Encoding.UTF8.GetBytes([.. letters]);
    }
}

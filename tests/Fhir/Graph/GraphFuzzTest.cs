using System.Buffers;
using System.Text;
using System.Text.Json;
using Phr.Fhir;
using Phr.Fhir.Graph;
using Phr.Fhir.Path;
using Phr.Tests.Support;

namespace Phr.Tests.Fhir.Graph;

/// <summary>Queries changed at random: each is answered or refused, and no other fault comes of it.</summary>
public sealed class GraphFuzzTest
{
    private static readonly ReadOnlyMemory<byte> Condition = """{"resourceType":"Condition","id":"1"}"""u8.ToArray();

    private static readonly int Rounds = Fuzz.Rounds(20_000);

    private static readonly string[] Seeds =
    [
        """
        query Q($u: code = official, $n: [Int!] = [1]) { n: name(use: $u, fhirpath: "given.exists()") @flatten { given @first family } }
        """,
        """
        { id _birthDate { extension(url: "x") { valueDateTime } } ...F ... on Patient @include(if: true) { active } }
        fragment F on Patient { id }
        """,
        """{ name @slice(path: "$index") { text } ConditionList(_reference: subject, _count: 2) { code { coding { code } } } # end""",
        "{ generalPractitioner { resource(optional: true, type: Organization) { name } } __typename contact { name { _family { id } } } }",
        """"
        { ObservationConnection(_reference: patient) { count edges { mode resource { id } } next }
          k: name(fhirpath: """
            use = 'usual'
          """) { use } }
        """",
    ];

    private static readonly string[] Pieces =
    [
        "{", "}", "(", ")", "[", "]", ":", "@", "$", "!", "...", "\"", "\"\"\"",
        "\\", "\\u{1F600}", "#", "\n", ",", "null", "-", "1e5", "0",
        "on Patient", "fragment F on X", "@flatten", "@singleton", "@slice(path: \"1/0\")", "name", "id", "resource", "extension",
        "\ud83d", "あ", "query", "fhirpath: \"descendants()\"",
    ];

    [Fact]
    public void No_query_makes_it_fault()
    {
        using var document = FhirDocument.ParseLenient(Encoding.UTF8.GetBytes("""
            {"resourceType":"Patient","id":"p","active":true,"name":[{"use":"official","given":["A","B"]},{"use":"usual","family":"C"}],
             "birthDate":"2000-01-01","_birthDate":{"extension":[{"url":"x","valueDateTime":"2000"}]},
             "generalPractitioner":[{"reference":"Organization/1"},{"reference":"https://elsewhere.example/Organization/1"}]}
            """)).Document!;
        var random = new Random(20261122);
        var answered = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var text = Changed(Seeds[random.Next(Seeds.Length)], random);
            var (query, fault) = GraphQuery.Read(text, null, default, document.Root.Type);
            Assert.Equal(query is null, fault is not null);
            if (query is not null && IsAnswered(query, document, random))
                answered++;
        }
        Assert.InRange(answered, Rounds / 100, Rounds);
    }

    private static bool IsAnswered(GraphQuery query, FhirDocument document, Random random)
    {
        using var run = new GraphRun(query, FhirPathEnvironment.Default, "https://phr.example/fhir/");
        for (var asked = run.Begin(document.Root); asked.Count > 0; asked = run.Next())
        {
            foreach (var read in asked.OfType<GraphAsk.Read>())
                read.Answer(random.Next(2) == 0 ? null : """{"resourceType":"Organization","id":"1","name":"O"}"""u8.ToArray());
            foreach (var search in asked.OfType<GraphAsk.Search>())
                search.Answer(new GraphPage([Condition, Condition], 2, "x", 0, 2));
        }
        var answer = new ArrayBufferWriter<byte>();
        if (run.Fault is not null || run.Write(answer) is not null)
            return false;
        using var json = JsonDocument.Parse(answer.WrittenMemory);
        return true;
    }

    private static string Changed(string seed, Random random)
    {
        var text = new StringBuilder(seed);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(3))
            {
                case 0: text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at)); break;
                case 1: text.Insert(at, Pieces[random.Next(Pieces.Length)]); break;
                default: text.Insert(random.Next(text.Length), text.ToString(at, Math.Min(random.Next(30), text.Length - at))); break;
            }
        }
        return text.ToString();
    }
}

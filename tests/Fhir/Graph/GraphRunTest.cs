using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Phr.Fhir;
using Phr.Fhir.Graph;
using Phr.Fhir.Path;

namespace Phr.Tests.Fhir.Graph;

/// <summary>Queries in GraphQL on one resource: what R4 graphql.html says of fields, lists and directives.</summary>
public sealed class GraphRunTest
{
    private const string Example = """
        {"resourceType":"Patient","id":"example","active":true,"birthDate":"1974-12-25",
         "_birthDate":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthTime",
                                     "valueDateTime":"1974-12-25T14:35:45-05:00"}]},
         "identifier":[{"use":"usual","system":"urn:oid:1.2.36.146.595.217.0.1","value":"12345"}],
         "name":[{"use":"official","family":"Chalmers","given":["Peter","James"]},{"use":"usual","given":["Jim"]},
                 {"use":"maiden","family":"Windsor","given":["Peter","James"]}],
         "telecom":[{"use":"home"},{"system":"phone","value":"(03) 5555 6473","use":"work","rank":1}],
         "contact":[{"name":{"family":"du Marché","_family":{"extension":[{"url":"urn:x","valueString":"VV"}]},"given":["Bénédicte"]}}],
         "managingOrganization":{"reference":"#o"},"contained":[{"resourceType":"Organization","id":"o","name":"Burgers"}]}
        """;

    [Theory]
    [InlineData("{ name { text given family } }", """
        {"name":[{"given":["Peter","James"],"family":"Chalmers"},{"given":["Jim"]},{"given":["Peter","James"],"family":"Windsor"}]}
        """)]
    [InlineData("query Q { birthDate _birthDate { extension { valueDateTime } } }", """
        {"birthDate":"1974-12-25","_birthDate":{"extension":[{"valueDateTime":"1974-12-25T14:35:45-05:00"}]}}
        """)]
    [InlineData("""{ name(fhirpath: "family.exists()") { family } }""", """{"name":[{"family":"Chalmers"},{"family":"Windsor"}]}""")]
    [InlineData("""{ name(fhirpath: "$index = 1") { given } }""", """{"name":[{"given":["Jim"]}]}""")]
    [InlineData("{ name(use: official) { family } }", """{"name":[{"family":"Chalmers"}]}""")]
    [InlineData("""{ telecom(rank: 1, use: "work") { value } }""", """{"telecom":[{"value":"(03) 5555 6473"}]}""")]
    [InlineData("{ name(_offset: 1, _count: 1) { use } }", """{"name":[{"use":"usual"}]}""")]
    [InlineData("""{ name(fhirpath: "family.exists()", _offset: 1) { use } }""", """{"name":[{"use":"maiden"}]}""")]
    [InlineData("{ who: name @first { called: given } resourceType __typename }", """
        {"who":[{"called":["Peter","James"]}],"resourceType":"Patient","__typename":"Patient"}
        """)]
    [InlineData("{ identifier @flatten { system value } active name @flatten { text given family } }", """
        {"system":["urn:oid:1.2.36.146.595.217.0.1"],"value":["12345"],"active":true,
         "given":["Peter","James","Jim","Peter","James"],"family":["Chalmers","Windsor"]}
        """)]
    [InlineData("{ name @flatten { given @first family } }", """
        {"given":["Peter","Jim","Peter"],"family":["Chalmers","Windsor"]}
        """)]
    [InlineData(
        "{ identifier @flatten { system @singleton value @singleton } active name @flatten @first { text given family @singleton } }", """
        {"system":"urn:oid:1.2.36.146.595.217.0.1","value":"12345","active":true,"given":["Peter","James"],"family":"Chalmers"}
        """)]
    [InlineData("""{ name @flatten @slice(path: "use") { given family @singleton } }""", """
        {"given.official":["Peter","James"],"family.official":"Chalmers","given.usual":["Jim"],
         "given.maiden":["Peter","James"],"family.maiden":"Windsor"}
        """)]
    [InlineData("""{ name @slice(path: "$index") @flatten { given @first @singleton family } }""", """
        {"given.0":"Peter","family.0":["Chalmers"],"given.1":"Jim","given.2":"Peter","family.2":["Windsor"]}
        """)]
    [InlineData("{ contact { name { family _family { extension { valueString } } __typename } __typename } }", """
        {"contact":[{"name":{"family":"du Marché","_family":{"extension":[{"valueString":"VV"}]},"__typename":"HumanName"},
         "__typename":"PatientContact"}]}
        """)]
    [InlineData("{ managingOrganization { reference resource(type: Organization) { name } } }", """
        {"managingOrganization":{"reference":"#o","resource":{"name":"Burgers"}}}
        """)]
    [InlineData("{ managingOrganization { resource(type: Patient) { id } } contained { id ... on Organization { name } } }", """
        {"managingOrganization":{},"contained":[{"id":"o","name":"Burgers"}]}
        """)]
    [InlineData("""
        query Q($yes: Boolean = true, $use: code!) { id @include(if: $yes) active @skip(if: $yes) name(use: $use) { ...N } }
        fragment N on HumanName { given family }
        """, """{"id":"example","name":[{"given":["Jim"]}]}""")]
    [InlineData("{ name { given } name { use } ... on Patient { name { use } } ... { id } }", """
        {"name":[{"given":["Peter","James"],"use":"official"},{"given":["Jim"],"use":"usual"},{"given":["Peter","James"],"use":"maiden"}],
         "id":"example"}
        """)]
    public void A_query_gives_what_it_asks_for_as_it_asks(string query, string expected)
    {
        var (answer, fault) = Run(query);

        Assert.Null(fault);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), answer), answer!.ToJsonString());
    }

    [Theory]
    [InlineData("{ nme { given } }", "not-supported", 1, 3)]
    [InlineData("{ name }", "invalid", 1, 3)]
    [InlineData("{ active { id } }", "invalid", 1, 3)]
    [InlineData("{ active(x: 1) }", "invalid", 1, 3)]
    [InlineData("{ name(nowhere: 1) { use } }", "not-supported", 1, 3)]
    [InlineData("{ name(fhirpath: \"use = \") { use } }", "invalid", 1, 3)]
    [InlineData("{ name(fhirpath: \"true) or (true\") { use } }", "invalid", 1, 3)]
    [InlineData("{ name(_count: -1) { use } }", "invalid", 1, 3)]
    [InlineData("{ name @upper { use } }", "not-supported", 1, 8)]
    [InlineData("{ name @first(x: 1) { use } }", "invalid", 1, 8)]
    [InlineData("{ name @include(if: 1) { use } }", "invalid", 1, 8)]
    [InlineData("{ active @flatten }", "invalid", 1, 3)]
    [InlineData("{ ... on Nobody { id } }", "invalid", 1, 3)]
    [InlineData("{ ...F } fragment F on Patient { id ...F }", "invalid", 1, 37)]
    [InlineData("{ ...F }", "invalid", 1, 3)]
    [InlineData("{ id active: id id: active }", "conflict", 1, 17)]
    [InlineData("{\n  name(use: $u) { use } }", "invalid", 2, 13)]
    [InlineData("query($u: code!) { name(use: $u) { use } }", "required", 1, 7)]
    [InlineData("query($u: Int = x) { name(_count: $u) { use } }", "invalid", 1, 7)]
    [InlineData("mutation { PatientDelete(id: 1) { id } }", "not-supported", 1, 1)]
    [InlineData("query A { id } query B { id }", "invalid", 1, 1)]
    [InlineData("{ id", "structure", 1, 5)]
    [InlineData("{ }", "structure", 1, 3)]
    [InlineData("{ id } }", "structure", 1, 8)]
    [InlineData("{ name(use: \"official) { id } }", "structure", 1, 13)]
    [InlineData("{ name(_count: 01) { id } }", "structure", 1, 16)]
    [InlineData("{ id ? }", "structure", 1, 6)]
    [InlineData("", "structure", 1, 1)]
    [InlineData("{ PatientList(name: x) { id } }", "required", 1, 3)]
    [InlineData("{ ConditionList(_reference: code) { id } }", "not-supported", 1, 3)]
    [InlineData("{ ConditionList(_reference: subject, _include: x) { id } }", "not-supported", 1, 3)]
    [InlineData("{ ConditionConnection(_reference: subject, cursor: x) { next } }", "invalid", 1, 3)]
    [InlineData("{ name @flatten { use @singleton } }", "processing", 1, 19)]
    [InlineData("{ name @flatten { x: use } telecom @flatten { x: rank } }", "processing", 1, 47)]
    [InlineData("{ telecom @slice(path: \"system\") { use } }", "processing", 1, 3)]
    public void What_is_wrong_is_told_with_its_place(string query, string code, int line, int column)
    {
        var (_, fault) = Run(query);

        Assert.Equal((code, new GraphPlace(line, column)), (fault!.Code, fault.Place));
    }

    [Fact]
    public void Strings_have_escapes_and_blocks_and_numbers_their_digits()
    {
        var (answer, _) = Run("""
            # A comment, and commas, mean nothing
            query($use: [code!]! = ["x"]) {
              a: name(fhirpath: "family = 'Ch\u0061lm\u{65}rs'"), { family }
              b: name(fhirpath: \"\"\"
                 family =
                   'Windsor'
              \"\"\") { family }
            }
            """.Replace("\\\"", "\"", StringComparison.Ordinal));

        Assert.Equal("""{"a":[{"family":"Chalmers"}],"b":[{"family":"Windsor"}]}""", answer!.ToJsonString());
    }

    [Fact]
    public void What_a_query_may_be_is_limited()
    {
        Assert.Null(Run("{" + Fields(GraphLimits.FieldsMax) + "}").Fault);
        Assert.Equal("too-costly", Run("{" + Fields(GraphLimits.FieldsMax + 1) + "}").Fault!.Code);
        Assert.Null(Run("{id}".PadRight(GraphLimits.TextCharactersMax)).Fault);
        Assert.Equal("too-long", Run("{id}".PadRight(GraphLimits.TextCharactersMax + 1)).Fault!.Code);
        Assert.Null(Run(Deep(GraphLimits.DepthMax)).Fault);
        Assert.Equal("too-costly", Run(Deep(GraphLimits.DepthMax + 1)).Fault!.Code);
        // Fragments in fragments are counted as often as they are used.
        var doubling = string.Concat(Enumerable.Range(0, 12).Select(i => $"fragment F{i} on Patient {{ ...F{i + 1} ...F{i + 1} }} "));
        Assert.Equal("too-costly", Run("{ ...F0 } " + doubling + "fragment F12 on Patient { id }").Fault!.Code);
        Assert.Equal("too-costly", Run(Searches(GraphLimits.SearchesMax + 1)).Fault!.Code);
        Assert.Null(Run(Searches(GraphLimits.SearchesMax)).Fault);
    }

    [Fact]
    public void The_work_of_paths_and_the_values_of_an_answer_are_limited()
    {
        var many = new JsonObject
        {
            ["resourceType"] = "Patient",
            ["name"] = new JsonArray([.. Enumerable.Range(0, 1_000).Select(i => new JsonObject { ["family"] = "x" })]),
        };
        string Costly(int count) => "{" + string.Concat(Enumerable.Range(0, count)
            .Select(i => $" n{i}: name(fhirpath: \"%resource.descendants().count() > 0\") {{ family }}")) + "}";
        Assert.Null(Run(Costly(1), many.ToJsonString()).Fault);
        Assert.Equal("too-costly", Run(Costly(20), many.ToJsonString()).Fault!.Code);
        // Of each name an object and its value.
        string Names(int count) => "{" + string.Concat(Enumerable.Range(0, count).Select(i => $"n{i}: name {{ family }} ")) + "}";
        Assert.Null(Run(Names(GraphLimits.ValuesMax / 2_000), many.ToJsonString()).Fault);
        Assert.Equal("too-costly", Run(Names((GraphLimits.ValuesMax / 2_000) + 1), many.ToJsonString()).Fault!.Code);
    }

    [Fact]
    public void Beyond_its_resources_a_query_ends_though_not_all_is_looked_up()
    {
        var (query, _) = GraphQuery.Read("{ a: PatientList { id } b: PatientList { id } c: PatientList { id } }", null, default, null);
        ReadOnlyMemory<byte> patient = """{"resourceType":"Patient","id":"1"}"""u8.ToArray();
        GraphPage Page(int matches) => new([.. Enumerable.Repeat(patient, matches)], null, null, 0, 50);
        foreach (var (second, isBeyond) in ((int, bool)[])[(2, false), (3, true)])
        {
            using var run = new GraphRun(query!, FhirPathEnvironment.Default, "https://phr.example/fhir/") { ResourcesMax = 4 };
            var asked = run.Begin(default).Cast<GraphAsk.Search>().ToList();
            asked[0].Answer(Page(2));
            Assert.False(run.IsBeyond);
            asked[1].Answer(Page(second));

            Assert.Equal(isBeyond, run.IsBeyond);
            Assert.Empty(run.Next());
            Assert.Equal(isBeyond ? ("too-costly", asked[1].Place) : default, (run.Fault?.Code, run.Fault?.Place ?? default));
        }
    }

    [Fact]
    public void What_is_told_of_the_schema_has_so_many_values()
    {
        const string text = "{ __type(name: \"PatientEdge\") { name fields { name } } }";
        var (answer, _) = Run(text, root: null);
        var fields = answer!["__type"]!["fields"]!.AsArray().Count;
        GraphFault? Fault(string text, int valuesMax, int bytesMax)
        {
            var (query, _) = GraphQuery.Read(text, null, default, null);
            using var run = new GraphRun(query!, FhirPathEnvironment.Default, "https://phr.example/fhir/")
            {
                SchemaValuesMax = valuesMax, BytesMax = bytesMax,
            };
            Assert.Empty(run.Begin(default));
            return run.Fault ?? run.Write(new ArrayBufferWriter<byte>());
        }

        var values = 2 + (2 * fields);
        Assert.Null(Fault(text, values, 1_000));
        Assert.Equal("too-costly", Fault(text, values - 1, 1_000)!.Code);
        // Both are counted over all that one query asks.
        var twice = $"{{ a: {text[1..^1]} b: {text[1..^1]} }}";
        Assert.Null(Fault(twice, 2 * values, 1_000));
        Assert.Equal("too-costly", Fault(twice, (2 * values) - 1, 1_000)!.Code);
        var bytes = answer.ToJsonString().Length;
        Assert.Null(Fault(text, values, bytes));
        Assert.Equal("too-costly", Fault(text, values, bytes - 1)!.Code);
        Assert.Equal("too-costly", Fault(twice, 2 * values, bytes)!.Code);
    }

    [Fact]
    public void The_schema_tells_what_can_be_asked()
    {
        var (answer, _) = Run("""
            { __type(name: "Patient") { name kind interfaces { name } fields { name type { kind name ofType { name } } args { name } } }
              none: __type(name: "Nobody") { name }
              __schema { queryType { name } mutationType { name } types { name ...T } directives { name args { name } } } }
            fragment T on __Type { kind }
            """, root: null);

        var fields = answer!["__type"]!["fields"]!.AsArray().ToDictionary(field => field!["name"]!.GetValue<string>(), field => field!);
        Assert.Equal("HumanName", fields["name"]["type"]!["ofType"]!["name"]!.GetValue<string>());
        Assert.Contains("fhirpath", fields["name"]["args"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("ConditionList", fields.Keys);
        Assert.Null(answer["none"]);
        var types = answer["__schema"]!["types"]!.AsArray().Select(type => type!["name"]!.GetValue<string>()).ToList();
        Assert.Equal(types.Count, types.Distinct().Count());
        Assert.Contains("PatientConnection", types);
        Assert.Equal("Query", answer["__schema"]!["queryType"]!["name"]!.GetValue<string>());
        Assert.Equal("not-supported", Run("{ __schema { nothing } }", root: null).Fault!.Code);
    }

    private static string Fields(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $" f{i}: id"));

    // Each extension is a level; so is the query.
    private static string Deep(int levels) =>
        string.Concat(Enumerable.Repeat("{ extension ", levels - 1)) + "{ id }" + new string('}', levels - 1);

    private static string Searches(int count) =>
        "{" + string.Concat(Enumerable.Range(0, count).Select(i => $" s{i}: ConditionList(_reference: subject) {{ id }}")) + "}";

    private static (JsonNode? Answer, GraphFault? Fault) Run(string query, string? root = Example)
    {
        using var document = root is null ? null : FhirDocument.ParseLenient(Encoding.UTF8.GetBytes(root)).Document;
        using var variables = JsonDocument.Parse("""{"use":"usual"}""");
        var given = query.Contains("$use", StringComparison.Ordinal) ? variables.RootElement : default;
        var (read, fault) = GraphQuery.Read(query, null, given, document?.Root.Type);
        if (read is null)
            return (null, fault);
        using var run = new GraphRun(read, FhirPathEnvironment.Default, "https://phr.example/fhir/");
        for (var asked = run.Begin(document?.Root ?? default); asked.Count > 0; asked = run.Next())
        {
            foreach (var search in asked.OfType<GraphAsk.Search>())
                search.Answer(new GraphPage([], null, null, 0, 50));
        }
        var answer = new ArrayBufferWriter<byte>();
        return (run.Fault ?? run.Write(answer)) is { } wrong ? (null, wrong) : (JsonNode.Parse(answer.WrittenSpan), null);
    }
}

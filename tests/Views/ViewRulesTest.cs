using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Fhir;
using Phr.Fhir.Path;
using Phr.Fhir.Views;

namespace Phr.Tests.Views;

/// <summary>What SQL on FHIR 2 says of views, rule by rule.</summary>
public sealed class ViewRulesTest
{
    private static readonly JsonNode Hana = JsonNode.Parse(
        """
        {"resourceType":"Patient","id":"p1","active":true,"birthDate":"1970-06",
         "name":[{"use":"official","family":"山田","given":["花","子"]},{"use":"old","family":"佐藤","given":["花"]}],
         "telecom":[{"system":"phone","value":"1"}],
         "contact":[{"telecom":[{"system":"phone","value":"2"},{"system":"email","value":"3"}]}],
         "managingOrganization":{"reference":"Organization/o1/_history/2"},
         "generalPractitioner":[{"reference":"Practitioner/d1"},{"reference":"#inside"},
          {"reference":"http://else.example/fhir/Practitioner/d2"},{"identifier":{"value":"x"}}]}
        """)!;

    private static readonly JsonNode Bare = JsonNode.Parse("""{"resourceType":"Patient","id":"p2"}""")!;

    [Theory]
    [InlineData(
        """
        {"select":[{"column":[{"name":"id","path":"id"}]},{"forEach":"name","column":[{"name":"f",
        "path":"family"}]}]}
        """,
        """
        [{"id":"p1","f":"山田"},{"id":"p1","f":"佐藤"}]
        """)]
    [InlineData(
        """
        {"select":[{"column":[{"name":"id","path":"id"}],"select":[{"forEachOrNull":"name.where(use='old')",
        "column":[{"name":"f","path":"family"},{"name":"c","path":"'x'"}]}]}]}
        """,
        """
        [{"id":"p1","f":"佐藤","c":"x"},{"id":"p2","f":null,"c":null}]
        """)]
    [InlineData(
        """
        {"select":[{"forEach":"name","column":[{"name":"u","path":"use"}],"select":[{"forEach":"given",
        "column":[{"name":"g","path":"$this"}]}]}]}
        """,
        """
        [{"u":"official","g":"花"},{"u":"official","g":"子"},{"u":"old","g":"花"}]
        """)]
    [InlineData(
        """
        {"select":[{"forEach":"name","column":[{"name":"f","path":"family"}]},{"forEach":"contact.telecom",
        "column":[{"name":"t","path":"value"}]}]}
        """,
        """
        [{"f":"山田","t":"2"},{"f":"山田","t":"3"},{"f":"佐藤","t":"2"},{"f":"佐藤","t":"3"}]
        """)]
    [InlineData(
        """
        {"select":[{"column":[{"name":"id","path":"id"}],"unionAll":[{"forEach":"telecom","column":[{"name":"v",
        "path":"value"}]},{"unionAll":[{"forEach":"contact.telecom","column":[{"name":"v","path":"value"}]}]}]}]}
        """,
        """
        [{"id":"p1","v":"1"},{"id":"p1","v":"2"},{"id":"p1","v":"3"}]
        """)]
    [InlineData(
        """
        {"select":[{"repeat":["contact","telecom"],"column":[{"name":"v","path":"value"}]}]}
        """,
        """
        [{"v":null},{"v":"2"},{"v":"3"},{"v":"1"}]
        """)]
    [InlineData(
        """
        {"select":[{"forEach":"name","column":[{"name":"i","path":"%rowIndex"},{"name":"f","path":"family"}]}]}
        """,
        """
        [{"i":0,"f":"山田"},{"i":1,"f":"佐藤"}]
        """)]
    [InlineData(
        """
        {"select":[{"column":[{"name":"g","path":"name.given","collection":true},{"name":"t","path":"telecom.value",
        "collection":true},{"name":"n","path":"name.first()","type":"HumanName"}]}],"where":[{"path":"active"}]}
        """,
        """
        [{"g":["花","子","花"],"t":["1"],"n":{"use":"official","family":"山田","given":["花","子"]}}]
        """)]
    [InlineData(
        """
        {"select":[{"column":[{"name":"k","path":"getResourceKey()"},
        {"name":"o","path":"managingOrganization.getReferenceKey(Organization)"},
        {"name":"n","path":"managingOrganization.getReferenceKey(Patient)"},
        {"name":"d","path":"generalPractitioner.getReferenceKey('Practitioner')"}]}],
        "where":[{"path":"id='p1'"}]}
        """,
        """
        [{"k":"Patient/p1","o":"Organization/o1","n":null,"d":"Practitioner/d1"}]
        """)]
    [InlineData(
        """
        {"constant":[{"name":"use","valueCode":"old"},{"name":"from","valueDate":"1970-01-01"},
        {"name":"n","valueInteger":2},{"name":"yes","valueBoolean":true}],"select":[{"column":[{"name":"f",
        "path":"name.where(use=%use).family"},{"name":"b","path":"birthDate > %from"},{"name":"c",
        "path":"name.count() = %n and %yes"}]}],"where":[{"path":"active.exists()"},{"path":"active = %yes"}]}
        """,
        """
        [{"f":"佐藤","b":true,"c":true}]
        """)]
    [InlineData(
        """
        {"select":[{"column":[{"name":"l","path":"birthDate.lowBoundary()"},{"name":"h","path":"birthDate.highBoundary()"}]}],
        "where":[{"path":"birthDate.exists()"}]}
        """,
        """
        [{"l":"1970-06-01","h":"1970-06-30"}]
        """)]
    public void A_view_gives_these_rows(string view, string expected)
    {
        var definition = JsonNode.Parse(view)!;
        definition["resource"] = "Patient";

        var (rows, fault) = ViewCase.Run(definition, Hana, Bare, JsonNode.Parse("""{"resourceType":"Group","id":"other"}""")!);

        Assert.Null(fault);
        Assert.Equal(ViewCase.Plain(JsonNode.Parse(expected)), ViewCase.Plain(rows));
    }

    [Theory]
    [InlineData("""[]""", "ViewDefinition")]
    [InlineData("""{"resource":"Nothing","select":[{"column":[{"name":"a","path":"id"}]}]}""", "ViewDefinition.resource")]
    [InlineData("""{"resource":"Patient"}""", "ViewDefinition.select")]
    [InlineData("""{"resource":"Patient","select":[{"column":[{"path":"id"}]}]}""", "ViewDefinition.select[0].column[0].name")]
    [InlineData("""{"resource":"Patient","select":[{"column":[{"name":"_a","path":"id"}]}]}""", "ViewDefinition.select[0].column[0].name")]
    [InlineData("""{"resource":"Patient","select":[{"column":[{"name":"a"}]}]}""", "ViewDefinition.select[0].column[0].path")]
    [InlineData(
        """
        {"resource":"Patient","select":[{"column":[{"name":"a","path":"id"}]},{"select":[{"column":[{"name":"a",
        "path":"id"}]}]}]}
        """,
        "ViewDefinition.select[1].select[0].column[0].name")]
    [InlineData(
        """
        {"resource":"Patient","select":[{"forEach":"name","forEachOrNull":"name","column":[{"name":"a",
        "path":"id"}]}]}
        """,
        "ViewDefinition.select[0]")]
    [InlineData(
        """
        {"resource":"Patient","select":[{"unionAll":[{"column":[{"name":"a","path":"id"},{"name":"b",
        "path":"id"}]},{"column":[{"name":"b","path":"id"},{"name":"a","path":"id"}]}]}]}
        """,
        "ViewDefinition.select[0].unionAll[1]")]
    [InlineData(
        """
        {"resource":"Patient","constant":[{"name":"a"}],"select":[{"column":[{"name":"a","path":"id"}]}]}
        """,
        "ViewDefinition.constant[0]")]
    [InlineData(
        """
        {"resource":"Patient","constant":[{"name":"a","valueDate":"June"}],"select":[{"column":[{"name":"a",
        "path":"id"}]}]}
        """,
        "ViewDefinition.constant[0]")]
    [InlineData(
        """
        {"resource":"Patient","constant":[{"name":"a","valuePeriod":{}}],"select":[{"column":[{"name":"a",
        "path":"id"}]}]}
        """,
        "ViewDefinition.constant[0]")]
    [InlineData(
        """
        {"resource":"Patient","select":[{"repeat":[],"column":[{"name":"a","path":"id"}]}]}
        """,
        "ViewDefinition.select[0].repeat")]
    [InlineData(
        """
        {"resource":"Patient","select":[{"column":[{"name":"a","path":"%nothing"}]}]}
        """,
        "ViewDefinition.select[0].column[0].path")]
    [InlineData(
        """
        {"resource":"Patient","select":[{"column":[{"name":"a","path":"name.given"}]}]}
        """,
        "ViewDefinition.select[0].column[0].path")]
    [InlineData(
        """
        {"resource":"Patient","select":[{"column":[{"name":"a","path":"name.first()"}]}]}
        """,
        "ViewDefinition.select[0].column[0].path")]
    [InlineData(
        """
        {"resource":"Patient","select":[{"column":[{"name":"a","path":"id"}]}],"where":[{"path":"id"}]}
        """,
        "ViewDefinition.where[0].path")]
    public void What_is_wrong_is_told_at_its_place(string view, string place) =>
        Assert.Equal(place, ViewCase.Run(JsonNode.Parse(view)!, Hana).Fault?.Place);

    [Fact]
    public void Each_limit_holds_and_one_past_it_is_refused()
    {
        Assert.Null(ViewCase.Read(Columns(ViewLimits.ColumnsMax)).Fault);
        Assert.NotNull(ViewCase.Read(Columns(ViewLimits.ColumnsMax + 1)).Fault);
        Assert.Null(ViewCase.Read(Nested(ViewLimits.DepthMax)).Fault);
        Assert.NotNull(ViewCase.Read(Nested(ViewLimits.DepthMax + 1)).Fault);
        Assert.Null(ViewCase.Read(Selects(ViewLimits.SelectionsMax)).Fault);
        Assert.Equal("ViewDefinition.select[500]", ViewCase.Read(Selects(ViewLimits.SelectionsMax + 1)).Fault!.Place);
        Assert.Null(ViewCase.Read(Constants(ViewLimits.ConstantsMax)).Fault);
        Assert.Equal("ViewDefinition.constant[200]", ViewCase.Read(Constants(ViewLimits.ConstantsMax + 1)).Fault!.Place);
        // Of two names and three givens: 2^14 = 16,384 rows are within 20,000, 2^15 are not.
        Assert.Equal(1 << 14, ViewCase.Run(Crossed(14), Hana).Rows!.Count);
        Assert.NotNull(ViewCase.Run(Crossed(15), Hana).Fault);
        var endless = """{"resource":"Patient","select":[{"repeat":["$this"],"column":[{"name":"a","path":"1"}]}]}""";
        Assert.NotNull(ViewCase.Run(JsonNode.Parse(endless)!, Hana).Fault);
        Assert.Equal(ViewLimits.RepeatDepthMax, ViewCase.Run(Countdown(ViewLimits.RepeatDepthMax), Hana).Rows!.Count);
        Assert.Equal("ViewDefinition.select[0].repeat", ViewCase.Run(Countdown(ViewLimits.RepeatDepthMax + 1), Hana).Fault?.Place);
    }

    [Theory]
    [InlineData(ViewFormat.Ndjson, "name.family")]
    [InlineData(ViewFormat.Csv, "name.family")]
    [InlineData(ViewFormat.Ndjson, "name.given.combine(name.given).combine(name.given)")]
    [InlineData(ViewFormat.Csv, "name.given.combine(name.given).combine(name.given)")]
    public void A_row_that_is_too_long_is_cut_as_soon_as_it_is(ViewFormat format, string path)
    {
        const int textLength = 1_000;
        var patient = JsonNode.Parse("""{"resourceType":"Patient","name":[{}]}""")!;
        patient["name"]![0]!["family"] = new string('x', textLength);
        patient["name"]![0]!["given"] = new JsonArray([.. Enumerable.Repeat(new string('x', textLength), 200).Select(text => JsonValue.Create(text))]);
        var view = ViewCase.Read(JsonNode.Parse($$"""
            {"resource":"Patient","select":[{"column":[{{string.Join(',', Enumerable.Range(0, ViewLimits.ColumnsMax)
                .Select(number => $$"""{"name":"c{{number}}","path":"{{path}}","collection":true}"""))}}]}]}
            """)!).View!;
        using var document = FhirDocument.ParseLenient(Encoding.UTF8.GetBytes(patient.ToJsonString())).Document!;
        var row = new ViewRows(view, FhirPathEnvironment.Default).Of(document.Root).Rows.Single();
        var (whole, cut) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());

        new ViewWriter(view, format, hasHeader: true).Write(whole, row, long.MaxValue);
        var again = new ViewWriter(view, format, hasHeader: true);
        again.Write(cut, row, 10 * textLength);

        Assert.InRange(whole.WrittenCount, ViewLimits.ColumnsMax * textLength, int.MaxValue);
        Assert.InRange(cut.WrittenCount, (10 * textLength) + 1, 14 * textLength);
        cut.ResetWrittenCount();
        again.Write(cut, row, whole.WrittenCount);
        Assert.Equal(whole.WrittenSpan, cut.WrittenSpan);
    }

    [Fact]
    public void Csv_quotes_what_has_to_be_and_tells_nothing_from_an_empty_text()
    {
        var view = JsonNode.Parse(
            """
            {"resource":"Patient","select":[{"column":[{"name":"a","path":"'x,\"y\"'"},{"name":"b","path":"{}"},{"name":"c","path":"''"},
            {"name":"d","path":"name.given","collection":true},{"name":"e","path":"1.50"},{"name":"f","path":"true"}]}]}
            """)!;
        var compiled = ViewCase.Read(view).View!;
        using var document = FhirDocument.ParseLenient(Encoding.UTF8.GetBytes(Hana.ToJsonString())).Document!;
        var (writer, output) = (new ViewWriter(compiled, ViewFormat.Csv, hasHeader: true), new ArrayBufferWriter<byte>());

        writer.Begin(output);
        writer.Write(output, new ViewRows(compiled, FhirPathEnvironment.Default).Of(document.Root).Rows.Single(), long.MaxValue);
        writer.End(output);

        Assert.Equal(
            "a,b,c,d,e,f\r\n\"x,\"\"y\"\"\",,\"\",\"[\"\"花\"\",\"\"子\"\",\"\"花\"\"]\",1.50,true\r\n",
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static JsonObject Columns(int count) => View(new JsonObject
    {
        ["column"] = new JsonArray(
            [.. Enumerable.Range(0, count).Select(number => new JsonObject { ["name"] = $"c{number}", ["path"] = "id" })]),
    });

    private static JsonObject Selects(int count) => View([.. Enumerable.Range(0, count).Select(number =>
        new JsonObject { ["column"] = new JsonArray(new JsonObject { ["name"] = $"c{number}", ["path"] = "id" }) })]);

    private static JsonObject Constants(int count)
    {
        var view = Columns(1);
        view["constant"] = new JsonArray(
            [.. Enumerable.Range(0, count).Select(number => new JsonObject { ["name"] = $"k{number}", ["valueInteger"] = number })]);
        return view;
    }

    // Numbers inside of one another: deeper than a document can be.
    private static JsonObject Countdown(int from) => View(new JsonObject
    {
        ["repeat"] = new JsonArray($"iif($this is Integer, iif($this > 1, $this - 1, {{}}), {from})"),
        ["column"] = new JsonArray(new JsonObject { ["name"] = "n", ["path"] = "$this" }),
    });

    private static JsonObject Nested(int depth)
    {
        var inner = new JsonObject { ["column"] = new JsonArray(new JsonObject { ["name"] = "a", ["path"] = "id" }) };
        for (var i = 1; i < depth; i++)
            inner = new JsonObject { ["select"] = new JsonArray(inner) };
        return View(inner);
    }

    private static JsonObject Crossed(int times) => View([.. Enumerable.Range(0, times).Select(number => new JsonObject
    {
        ["forEach"] = "name", ["column"] = new JsonArray(new JsonObject { ["name"] = $"c{number}", ["path"] = "use" }),
    })]);

    private static JsonObject View(params JsonNode[] selects) => new() { ["resource"] = "Patient", ["select"] = new JsonArray(selects) };
}

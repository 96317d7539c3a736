using System.Text;
using Phr.Conformance;
using Phr.Fhir.Path;

namespace Phr.Tests.FhirPath;

public sealed class FhirPathCommandTest
{
    private static readonly FhirPathCommand Command = new(() => Rulebook.Core.Validator.Paths());

    [Theory]
    [InlineData("name.family", "[\"山田\"]")]
    [InlineData("active and birthDate.exists()", "[true]")]
    [InlineData("name.last()", "[{\"use\":\"nickname\",\"given\":[\"Taro\"]}]")]
    [InlineData("birthDate | @T10:30 | 1.50 | 2", "[\"1974-12-25\",\"10:30\",1.50,2]")]
    [InlineData("4.0 'mg'", "[{\"value\":4.0,\"unit\":\"mg\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mg\"}]")]
    [InlineData("1.type()", "[{\"namespace\":\"System\",\"name\":\"Integer\"}]")]
    [InlineData("{}", "[]")]
    [InlineData("name.first().use.memberOf('http://hl7.org/fhir/ValueSet/name-use')", "[true]")]
    [InlineData("'robot'.memberOf('http://hl7.org/fhir/ValueSet/administrative-gender')", "[false]")]
    [InlineData("conformsTo('http://hl7.org/fhir/StructureDefinition/Patient')", "[true]")]
    [InlineData("conformsTo('http://hl7.org/fhir/StructureDefinition/Person')", "[false]")]
    [InlineData("elementDefinition().path", "[\"Patient\"]")]
    public void The_result_is_one_line_of_JSON(string expression, string expected)
    {
        var (code, output, error) = Run(Answers.Person, expression);

        Assert.Equal((0, expected + "\n", ""), (code, output, error));
    }

    [Theory]
    [InlineData("name.givn", "phr fhirpath: HumanName has no element givn. (line 1, column 6)\n")]
    [InlineData("conformsTo('http://trash')", "phr fhirpath: conformsTo() does not know this profile. (line 1, column 1)\n")]
    [InlineData("1 +", "phr fhirpath: A value, a name or an opening parenthesis is expected here. (line 1, column 4)\n")]
    public void An_error_is_one_line_and_exit_code_1(string expression, string expected)
    {
        var (code, output, error) = Run(Answers.Person, expression);

        Assert.Equal((1, "", expected), (code, output, error));
    }

    [Fact]
    public void A_file_that_is_no_resource_is_an_error()
    {
        var (code, output, error) = Run("{", "name");

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("phr fhirpath: The resource cannot be read", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Decimals_keep_their_digits_and_a_primitive_without_value_its_extensions()
    {
        const string resource = """
            {"resourceType":"Observation","status":"final","code":{},"valueQuantity":{"value":1.500000000000000000000000000000000000001},
             "_issued":{"id":"i","extension":[{"url":"u","valueCode":"x"}]}}
            """;

        Assert.Equal("[1.500000000000000000000000000000000000001]\n", Run(resource, "value.value").Output);
        Assert.Equal("""[{"id":"i","extension":[{"url":"u","valueCode":"x"}]}]""" + "\n", Run(resource, "issued").Output);
    }

    [Fact]
    public void Each_line_gets_a_line_and_a_faulty_one_ends_nothing()
    {
        var output = new StringWriter { NewLine = "\n" };
        Command.RunLines(new StringReader("""
            {"resource":{"resourceType":"Patient","id":"a","active":true},"expr":"active"}
            {"expr":"1 + 1"}

            {"resource":null,"expr":"'\"'"}
            {"resource":{"resourceType":"Patient"},"expr":"name.givn"}
            not json
            {"resource":{}}
            {"resource":7,"expr":"1"}
            {"resource":{"resourceType":"Patient"},"expr":"iif(true, 1"}
            {"resource":{"some":[{"thing":1.0},{"thing":null}]},"expr":"some.thing"}
            """), output);

        Assert.Equal(
        [
            """{"result":[true]}""",
            """{"result":[2]}""",
            """{"result":["\""]}""",
            """{"error":"HumanName has no element givn. (line 1, column 6)"}""",
            """{"error":"The line is no JSON."}""",
            """{"error":"The line is no object with a string expr."}""",
            """{"error":"The resource cannot be read: ..."}""",
            """{"error":"')' is expected here. (line 1, column 12)"}""",
            """{"result":[1.0,null]}""",
        ], output.ToString().TrimEnd('\n').Split('\n').Select(line =>
            line.StartsWith("{\"error\":\"The resource", StringComparison.Ordinal)
                ? """{"error":"The resource cannot be read: ..."}""" : line));
    }

    private static (int Code, string Output, string Error) Run(string resource, string expression)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = Command.Run(Encoding.UTF8.GetBytes(resource), expression, output, error);
        return (code, output.ToString(), error.ToString());
    }
}

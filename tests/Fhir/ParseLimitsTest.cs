using Phr.Fhir;

namespace Phr.Tests.Fhir;

public class ParseLimitsTest
{
    private static readonly ParseLimits Limits = ParseLimits.Default;

    [Theory]
    [InlineData(100, null)]
    [InlineData(101, "too-many-bytes")]
    public void Bytes_are_limited(int length, string? rule)
    {
        var json = Samples.Utf8("""{"resourceType":"Patient"}""".PadRight(length));
        Assert.Equal(rule, FhirDocument.Parse(json, Limits with { BytesMax = 100 }).Issues.SingleOrDefault()?.Rule);
    }

    [Theory]
    [InlineData(100, null)]
    [InlineData(99, "too-many-elements")]
    public void Elements_are_limited(int max, string? rule)
    {
        // The resource, its resourceType, code, code.text, and two for each identifier: 100.
        var identifiers = string.Join(',', Enumerable.Repeat("""{"value":"a"}""", 48));
        var json = Samples.Utf8($$"""{"resourceType":"Basic","code":{"text":"a"},"identifier":[{{identifiers}}]}""");

        var result = FhirDocument.Parse(json, Limits with { ElementsMax = max });

        Assert.Equal(rule, result.Issues.SingleOrDefault()?.Rule);
        Assert.Equal(rule is null, result.Document is not null);
    }

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, "too-deep")]
    public void Depth_is_limited(int depth, string? rule)
    {
        // Two levels, an array and an object, for each extension; the resource and a last object or array make the rest.
        var extensions = (depth - 1) / 2;
        var json = """{"resourceType":"Basic","code":{"text":"a"}"""
            + string.Concat(Enumerable.Repeat(""","extension":[{"url":"u" """, extensions))
            + (depth % 2 == 0 ? ""","valueCoding":{"code":"c"}""" : ""","valueCode":"c" """)
            + string.Concat(Enumerable.Repeat("}]", extensions)) + "}";
        Assert.Equal(rule, FhirDocument.Parse(Samples.Utf8(json)).Issues.SingleOrDefault()?.Rule);
    }

    [Fact]
    public void Depth_is_limited_where_nothing_is_known_about_the_content()
    {
        var json = Samples.Utf8("""{"resourceType":"Patient","x":""" + new string('[', 5000) + new string(']', 5000) + "}");
        Assert.Equal("too-deep", Assert.Single(FhirDocument.Parse(json).Issues).Rule);
        Assert.Equal("too-deep", Assert.Single(FhirDocument.ParseLenient(json).Issues).Rule);
    }

    [Theory]
    [InlineData(100, 100)]
    [InlineData(101, 100)]
    public void Issues_are_limited_but_every_faulty_element_is_marked(int faults, int kept)
    {
        var names = string.Join(',', Enumerable.Repeat("""{"family":7}""", faults));
        var json = Samples.Utf8($$"""{"resourceType":"Patient","name":[{{names}}]}""");
        var result = FhirDocument.Parse(json);
        Assert.Equal(kept, result.Issues.Count);
        Assert.All(result.Document!.Root.Children("name").ToList(), name => Assert.True(name.IsFaulty));
    }

    [Theory]
    [InlineData(1024 * 1024, null)]
    [InlineData(1024 * 1024 + 1, "too-long")]
    public void Strings_are_limited_in_characters_not_bytes(int characters, string? rule)
    {
        var json = Samples.Utf8($$"""{"resourceType":"Patient","name":[{"text":"{{new string('花', characters)}}"}]}""");
        Assert.Equal(rule, FhirDocument.Parse(json).Issues.SingleOrDefault()?.Rule);
    }

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, "format")]
    public void Ids_are_limited(int length, string? rule)
    {
        var json = Samples.Utf8($$"""{"resourceType":"Patient","id":"{{new string('a', length)}}"}""");
        Assert.Equal(rule, FhirDocument.Parse(json).Issues.SingleOrDefault()?.Rule);
    }

    [Theory]
    [InlineData("""{"resourceType":"Patient",@"active":true}""", "\"deceasedBoolean\":true,\"deceasedDateTime\":\"2020\",")]
    [InlineData("""{"resourceType":"Patient",@"active":true}""", "\"name\":[null],\"_name\":[null],")]
    [InlineData("""{"resourceType":"Patient","name":[{@"use":"usual"}]}""", "\"given\":[null,\"a\"],\"_given\":[null],")]
    [InlineData("""{"resourceType":"Basic","contained":[@{"resourceType":"Basic"}]}""", "{\"resourceType\":\"Basic\",\"id\":\"a\"},")]
    [InlineData("""{"resourceType":"Patient","link":[@{"type":"seealso"}]}""", "{\"other\":{\"reference\":\"#a\"}},")]
    [InlineData("""{"resourceType":"Patient",@"active":true}""", "\"\\u0061\\\\\":[[[1]]],")]
    public void Many_repetitions_of_a_fault_are_read_in_linear_time(string json, string repeated)
    {
        // Quadratic work would take hours: 100,000 repetitions.
        var bytes = Samples.Utf8(json.Replace("@", string.Concat(Enumerable.Repeat(repeated, 100_000)), StringComparison.Ordinal));

        var result = FhirDocument.Parse(bytes);

        Assert.Equal(100, result.Issues.Count);
        Assert.True(result.Document!.Root.IsFaulty);
        result.Document.Dispose();
    }
}

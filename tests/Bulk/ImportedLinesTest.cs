using System.Text.Json.Nodes;
using Phr.Tests.Record;
using static Phr.Tests.Bulk.ImportTest;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Bulk;

/// <summary>Lines of one import that have to do with one another, and those that are no resources at all.</summary>
public sealed class ImportedLinesTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const byte Break = (byte)'\n';

    // A unit of the log has 500 lines.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(498)]
    [InlineData(499)]
    [InlineData(500)]
    public async Task Of_one_id_with_several_contents_the_later_line_is_the_later_version_however_far_apart(int between)
    {
        using var a = host.Hospital("hospital-twice");
        var (id, patient) = (Guid.NewGuid().ToString(), Patient("Owner"));
        patient["id"] = Guid.NewGuid().ToString();
        JsonObject Seen(int value)
        {
            var seen = Observation(patient["id"]!.GetValue<string>(), "8480-6", value);
            seen["id"] = id;
            return seen;
        }
        var others = Enumerable.Range(0, between).Select(i => Observation(patient["id"]!.GetValue<string>(), "8462-4", i)).ToList();

        var manifest = await a.Import([patient, Seen(1), .. others, Seen(2), Seen(2), Seen(1)]);
        var history = await a.Search($"Observation/{id}/_history");

        Assert.Equal((between + 2, 2, 1, 0), Counts(manifest));
        Assert.Equal([1, 2, 1], history["entry"]!.AsArray().Select(entry => (int)entry!["resource"]!["valueQuantity"]!["value"]!));
    }

    [Fact]
    public async Task Lines_whose_id_or_type_is_no_text_are_told_and_end_nothing()
    {
        using var a = host.Hospital("hospital-broken");
        byte[] broken =
        [
            .. """{"resourceType":"Basic","id":7,"code":{"text":"x"}}"""u8, Break,
            .. """{"resourceType":"Basic","id":"x"""u8, 0xFF, .. "\"}"u8, Break,
            .. """{"resourceType":"\ud800"}"""u8, Break,
            .. "{\"resourceType\":\""u8, 0xC3, .. "\"}"u8, Break,
            .. """{"resourceType":"Organization","name":"Whole"}"""u8,
        ];

        var manifest = await a.Manifest(await Upload(a, broken));

        Assert.Equal((1, 0, 0, 4), Counts(manifest));
    }
}

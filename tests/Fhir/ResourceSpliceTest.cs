using System.Buffers;
using System.Text;
using Phr.Fhir;
using Phr.Fhir.Writing;

namespace Phr.Tests.Fhir;

public class ResourceSpliceTest
{
    private static readonly ResourceStamp Stamp = new("new-id", "3", new DateTimeOffset(2026, 5, 1, 18, 30, 0, 250, TimeSpan.FromHours(9)));

    [Fact]
    public void Id_and_version_are_replaced_where_they_stand()
    {
        var written = Splice(Samples.Patient);

        Assert.Equal(Samples.Patient.Trim()
            .Replace("\"id\": \"p1\"", "\"id\": \"new-id\"", StringComparison.Ordinal)
            .Replace("\"versionId\": \"7\"", "\"versionId\": \"3\"", StringComparison.Ordinal)
            .Replace("2024-02-29T12:00:00.5+09:00", "2026-05-01T09:30:00.250Z", StringComparison.Ordinal), written);
    }

    [Fact]
    public void Id_and_meta_that_were_not_there_come_after_the_resource_type()
    {
        Assert.Equal(
            Stamped("""{"active":true,"resourceType":"Patient","id":"new-id","meta":{@}}"""),
            Splice("""{"active":true,"resourceType":"Patient"}"""));
        Assert.Equal(
            Stamped("""{"resourceType":"Patient","id":"new-id","meta":{@}}"""),
            Splice("""{"resourceType":"Patient"}"""));
    }

    [Fact]
    public void What_the_client_said_in_meta_stays() =>
        Assert.Equal(
            Stamped("""{ "resourceType":"Patient","id":"new-id", "meta":{@, "tag":[{"code":"x"}] } }"""),
            Splice("""{ "resourceType":"Patient", "meta":{ "tag":[{"code":"x"}] } }"""));

    [Fact]
    public void Id_and_meta_of_contained_resources_stay() =>
        Assert.Equal(
            Stamped("""
            {"resourceType":"Patient","id":"new-id","meta":{@},"contained":[{"resourceType":"Device","id":"d","meta":{"versionId":"9"}}]}
            """.Trim()),
            Splice("""{"resourceType":"Patient","contained":[{"resourceType":"Device","id":"d","meta":{"versionId":"9"}}]}"""));

    [Fact]
    public void All_links_of_a_transaction_are_rewritten_but_canonicals()
    {
        var map = new ReferenceMap();
        map.Add("urn:uuid:1", "Practitioner/a");
        map.Add("Patient?identifier=http://a|1", "Patient/b");
        map.Add("http://old.example/fhir/Device/9", "Device/c");

        Assert.Equal(Samples.Read("links-stored.json"), Splice(Samples.Read("links-sent.json"), map, isSound: false));
    }

    [Fact]
    public void An_entry_of_a_bundle_is_cut_out_as_a_resource_of_its_own()
    {
        using var bundle = FhirDocument.Parse(Samples.Utf8(Samples.Transaction)).Document!;
        var to = new ArrayBufferWriter<byte>();

        ResourceSplice.Write(to, bundle.Root.Child("entry").Child("resource"), Stamp);

        Assert.Equal(Stamped("""{"resourceType":"Practitioner","id":"new-id","meta":{@},"name":[{"family":"佐藤"}]}"""),
            Encoding.UTF8.GetString(to.WrittenSpan));
    }

    [Fact]
    public void A_stamped_resource_is_sound_and_stamping_it_again_changes_nothing()
    {
        foreach (var sample in Samples.All)
        {
            var once = Splice(sample);
            Assert.Empty(FhirDocument.Parse(Samples.Utf8(once)).Issues);
            Assert.Equal(once, Splice(once));
        }
    }

    [Fact]
    public void A_faulty_resource_is_not_stamped()
    {
        using var document = FhirDocument.Parse(Samples.Utf8("""{"resourceType":"Patient","x":1}""")).Document!;
        Assert.Throws<ArgumentException>(() => ResourceSplice.Write(new ArrayBufferWriter<byte>(), document.Root, Stamp));
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("a\"b", "1")]
    [InlineData("a", "一")]
    public void What_is_no_id_is_not_written(string id, string version)
    {
        using var document = FhirDocument.Parse("""{"resourceType":"Patient"}"""u8.ToArray()).Document!;
        Assert.Throws<ArgumentException>(() =>
            ResourceSplice.Write(new ArrayBufferWriter<byte>(), document.Root, new ResourceStamp(id, version, default)));
    }

    // @ stands for what the stamp writes into meta.
    private static string Stamped(string json) =>
        json.Replace("@", "\"versionId\":\"3\",\"lastUpdated\":\"2026-05-01T09:30:00.250Z\"", StringComparison.Ordinal);

    private static string Splice(string json, ReferenceMap? map = null, bool isSound = true)
    {
        var bytes = Samples.Utf8(json.Trim());
        using var document = (isSound ? FhirDocument.Parse(bytes) : FhirDocument.ParseLenient(bytes)).Document!;
        var to = new ArrayBufferWriter<byte>();
        ResourceSplice.Write(to, document.Root, Stamp, map);
        return Encoding.UTF8.GetString(to.WrittenSpan);
    }
}

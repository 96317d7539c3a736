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
            """{"active":true,"resourceType":"Patient","id":"new-id","meta":{"versionId":"3","lastUpdated":"2026-05-01T09:30:00.250Z"}}""",
            Splice("""{"active":true,"resourceType":"Patient"}"""));
        Assert.Equal(
            """{"resourceType":"Patient","id":"new-id","meta":{"versionId":"3","lastUpdated":"2026-05-01T09:30:00.250Z"}}""",
            Splice("""{"resourceType":"Patient"}"""));
    }

    [Fact]
    public void What_the_client_said_in_meta_stays() =>
        Assert.Equal(
            """{ "resourceType":"Patient","id":"new-id", "meta":{"versionId":"3","lastUpdated":"2026-05-01T09:30:00.250Z", "tag":[{"code":"x"}] } }""",
            Splice("""{ "resourceType":"Patient", "meta":{ "tag":[{"code":"x"}] } }"""));

    [Fact]
    public void Id_and_meta_of_contained_resources_stay() =>
        Assert.Equal(
            """{"resourceType":"Patient","id":"new-id","meta":{"versionId":"3","lastUpdated":"2026-05-01T09:30:00.250Z"},"contained":[{"resourceType":"Device","id":"d","meta":{"tag":[{"code":"x"}]}}]}""",
            Splice("""{"resourceType":"Patient","contained":[{"resourceType":"Device","id":"d","meta":{"tag":[{"code":"x"}]}}]}"""));

    [Fact]
    public void All_links_of_a_transaction_are_rewritten_but_canonicals()
    {
        var map = new ReferenceMap();
        map.Add("urn:uuid:1", "Practitioner/a");
        map.Add("Patient?identifier=http://a|1", "Patient/b");
        map.Add("http://old.example/fhir/Device/9", "Device/c");

        Assert.Equal("""
            {"resourceType":"Basic","id":"new-id","meta":{"versionId":"3","lastUpdated":"2026-05-01T09:30:00.250Z","source":"Practitioner/a","profile":["urn:uuid:1"]},
            "text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"Practitioner/a\">urn:uuid:1</a><img src='Practitioner/a#f'/><a title=\"urn:uuid:1\" href = \u0022Practitioner/a\u0022>x</a></div>"},
            "code":{"coding":[{"system":"http://old.example/fhir/Device/99","code":"urn:uuid:1"}]},
            "extension":[{"url":"u","valueUri":"Practitioner/a"},{"url":"u","valueUrl":"Device/c"},{"url":"u","valueCanonical":"urn:uuid:1"},{"url":"u","valueString":"urn:uuid:1"},{"url":"u","valueAttachment":{"url":"Practitioner/a#part"}}],
            "subject":{"reference":"Patient/b","_reference":{"extension":[{"url":"u","valueReference":{"reference":"Device/c"}}]}},"author":{"reference":"urn:uuid:2"}}
            """.Trim(),
            Splice("""
            {"resourceType":"Basic","meta":{"source":"urn:uuid:1","profile":["urn:uuid:1"]},
            "text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"urn:uuid:1\">urn:uuid:1</a><img src='urn:uuid:1#f'/><a title=\"urn:uuid:1\" href = \u0022urn:uuid:1\u0022>x</a></div>"},
            "code":{"coding":[{"system":"http://old.example/fhir/Device/99","code":"urn:uuid:1"}]},
            "extension":[{"url":"u","valueUri":"urn:uuid:1"},{"url":"u","valueUrl":"http:\/\/old.example\/fhir\/Device\/9"},{"url":"u","valueCanonical":"urn:uuid:1"},{"url":"u","valueString":"urn:uuid:1"},{"url":"u","valueAttachment":{"url":"urn:uuid:1#part"}}],
            "subject":{"reference":"Patient?identifier=http://a|1","_reference":{"extension":[{"url":"u","valueReference":{"reference":"http://old.example/fhir/Device/9"}}]}},"author":{"reference":"urn:uuid:2"}}
            """.Trim(), map, isSound: false));
    }

    [Fact]
    public void An_entry_of_a_bundle_is_cut_out_as_a_resource_of_its_own()
    {
        using var bundle = FhirDocument.Parse(Samples.Utf8(Samples.Transaction)).Document!;
        var to = new ArrayBufferWriter<byte>();

        ResourceSplice.Write(to, bundle.Root.Child("entry").Child("resource"), Stamp);

        Assert.Equal("""{"resourceType":"Practitioner","id":"new-id","meta":{"versionId":"3","lastUpdated":"2026-05-01T09:30:00.250Z"},"name":[{"family":"佐藤"}]}""",
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

    private static string Splice(string json, ReferenceMap? map = null, bool isSound = true)
    {
        var bytes = Samples.Utf8(json.Trim());
        using var document = (isSound ? FhirDocument.Parse(bytes) : FhirDocument.ParseLenient(bytes)).Document!;
        var to = new ArrayBufferWriter<byte>();
        ResourceSplice.Write(to, document.Root, Stamp, map);
        return Encoding.UTF8.GetString(to.WrittenSpan);
    }
}

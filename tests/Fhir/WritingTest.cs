using System.Buffers;
using System.Text;
using System.Text.Json;
using Phr.Fhir;
using Phr.Fhir.Writing;

namespace Phr.Tests.Fhir;

public class WritingTest
{
    [Fact]
    public void Issues_become_a_sound_operation_outcome_in_two_languages()
    {
        var issues = FhirDocument.Parse(Samples.Utf8("""{"resourceType":"Patient","name":[{"family":7}]}""")).Issues;
        var to = new ArrayBufferWriter<byte>();

        OperationOutcomeJson.Write(to, issues);

        Assert.Empty(FhirDocument.Parse(to.WrittenMemory).Issues);
        Assert.Equal(Samples.Read("outcome.json"), Encoding.UTF8.GetString(to.WrittenSpan));
    }

    [Fact]
    public void A_bundle_holds_resources_as_the_bytes_they_are()
    {
        var to = new ArrayBufferWriter<byte>();
        var head = new BundleHead("searchset", Total: 2, Id: "b", LastUpdated: DateTimeOffset.UnixEpoch)
        {
            Links = [new("self", "http://a/Observation?code=花")],
        };

        using (var bundle = new BundleWriter(to, head))
        {
            bundle.Add(new BundleEntry("http://a/Observation/o-1", SearchMode: "match"), Samples.Utf8(Samples.Observation));
            bundle.Add(new BundleEntry(SearchMode: "outcome"), """{"resourceType":"Basic","code":{"text":"a"}}"""u8);
        }

        var result = FhirDocument.Parse(to.WrittenMemory);
        Assert.Empty(result.Issues);
        var entries = result.Document!.Root.Children("entry").ToList();
        Assert.Equal(Samples.Observation, Encoding.UTF8.GetString(entries[0].Child("resource").RawJson));
        Assert.Equal("http://a/Observation?code=花", result.Document.Root.Child("link").Child("url").Text);
        Assert.Equal("1970-01-01T00:00:00.000Z", result.Document.Root.Child("meta").Child("lastUpdated").Text);
    }

    [Fact]
    public void Entries_of_a_response_and_of_a_history_say_what_happened()
    {
        var to = new ArrayBufferWriter<byte>();
        using (var bundle = new BundleWriter(to, new BundleHead("history")))
            bundle.Add(new BundleEntry("http://a/Patient/1", Request: new("DELETE", "Patient/1"),
                Response: new("204 No Content", "Patient/1/_history/2", "W/\"2\"", DateTimeOffset.UnixEpoch)), []);

        using var json = JsonDocument.Parse(to.WrittenMemory);
        Assert.Equal(Samples.Read("history-entry.json"),
            json.RootElement.GetProperty("entry")[0].GetRawText());
        Assert.Empty(FhirDocument.Parse(to.WrittenMemory).Issues);
    }

    [Fact]
    public void A_bundle_without_entries_has_no_entry()
    {
        var to = new ArrayBufferWriter<byte>();
        new BundleWriter(to, new BundleHead("searchset", Total: 0)).Dispose();

        Assert.Equal("""{"resourceType":"Bundle","type":"searchset","total":0}""", Encoding.UTF8.GetString(to.WrittenSpan));
    }
}

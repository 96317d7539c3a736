using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Phr.Fhir;
using Phr.Fhir.Writing;
using Phr.Planets.Record.State;
using Phr.Planets.Search;

namespace Phr.Tests.Record;

/// <summary>A resource is indexed as it was sent when it comes in, and as it is stored when the index is built anew.</summary>
public sealed class BareResourceTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task A_Patient_that_was_sent_with_its_type_alone_is_found_and_verified_like_any()
    {
        using var a = host.Hospital("hospital-bare");
        var created = await a.Create(new JsonObject { ["resourceType"] = "Patient" });
        var updated = new JsonObject { ["resourceType"] = "Patient", ["id"] = "bare-update" };
        await a.Send(HttpMethod.Put, "Patient/bare-update", updated);

        Assert.Equivalent(new[] { created, "bare-update" }, await a.Ids("Patient?deceased=false"), strict: true);
        Assert.Empty(await a.Ids("Patient?deceased:missing=true"));
        Assert.Empty((await host.VerifyProjections()).Faults);
    }

    [Fact]
    public void The_index_of_a_resource_with_its_type_alone_is_that_of_what_is_stored_of_it()
    {
        var indexer = new Indexer(new TokenKeys(new byte[16]), TimeSpan.FromHours(9));
        var types = ResourceTypes.All;

        Assert.True(types.Count > 140);
        Assert.All(types, type =>
        {
            using var document = FhirDocument.ParseLenient(Encoding.UTF8.GetBytes($$"""{"resourceType":"{{type}}"}""")).Document!;
            var stored = new ArrayBufferWriter<byte>();
            ResourceSplice.Write(stored, document.Root, new ResourceStamp("a", "1", DateTimeOffset.UnixEpoch));
            var sent = indexer.Index(document.Root, "a", "hospital-bare", new Dictionary<string, string>());
            var rebuilt = indexer.Index(type, "a", stored.WrittenMemory, "hospital-bare");
            Assert.Equal(JsonSerializer.Serialize(rebuilt), JsonSerializer.Serialize(sent));
        });
    }
}

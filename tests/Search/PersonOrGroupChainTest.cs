using System.Text.Json.Nodes;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Search;

/// <summary>Chains over a reference that may be to a person or to something else, as Observation.subject is.</summary>
public sealed class PersonOrGroupChainTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task A_chain_without_a_type_finds_what_is_about_a_person_and_what_is_about_a_group()
    {
        using var hospital = host.Hospital("hospital-a");
        var patient = Patient("Satou");
        patient["identifier"] = Identifier("both");
        var person = await hospital.Create(patient);
        var other = await hospital.Create(Patient("Suzuki"));
        var group = await hospital.Create(new JsonObject
        {
            ["resourceType"] = "Group", ["identifier"] = Identifier("both"), ["type"] = "person", ["actual"] = false,
        });
        var ofPerson = await hospital.Create(Observation(person, "8867-4", 60, "2026-05-01T09:00:00+09:00"));
        var ofGroup = Observation(person, "8867-4", 61, "2026-05-02T09:00:00+09:00");
        ofGroup["subject"] = new JsonObject { ["reference"] = $"Group/{group}" };
        var ofGroupId = await hospital.Create(ofGroup);
        await hospital.Create(Observation(other, "8867-4", 62, "2026-05-03T09:00:00+09:00"));

        Assert.Equal([ofGroupId, ofPerson], await hospital.Ids("Observation?subject.identifier=urn:chain|both"));
        Assert.Equal([ofPerson, ofGroupId], await hospital.Ids("Observation?subject.identifier=urn:chain|both&_sort=date"));
        Assert.Equal([ofPerson], await hospital.Ids("Observation?subject:Patient.identifier=urn:chain|both"));
        Assert.Equal([ofGroupId], await hospital.Ids("Observation?subject:Group.identifier=urn:chain|both"));
        Assert.Equal([ofGroupId], await hospital.Ids("Observation?subject.identifier=urn:chain|both&value-quantity=61"));
        Assert.Equal([ofGroupId, ofPerson], await hospital.Ids("Observation?subject.identifier=urn:chain|both&code=8867-4"));
        Assert.Empty(await hospital.Ids("Observation?subject.identifier=urn:chain|none"));
        Assert.Equal(2, (int)(await hospital.Search("Observation?subject.identifier=urn:chain|both&_summary=count"))["total"]!);

        using var stranger = host.Hospital("hospital-b");
        Assert.Empty(await stranger.Ids("Observation?subject.identifier=urn:chain|both"));
    }

    private static JsonArray Identifier(string value) => new(new JsonObject { ["system"] = "urn:chain", ["value"] = value });
}

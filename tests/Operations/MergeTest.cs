using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.People.Merging;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Operations;

/// <summary>Two Patients of a hospital become one, and two again.</summary>
public sealed class MergeTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task Who_asks_for_either_finds_the_entries_of_both_and_the_one_is_replaced()
    {
        using var a = host.Hospital("hospital-a");
        var (source, target) = (await a.Create(Numbered("Sato", "1")), await a.Create(Numbered("Sato", "2")));
        var (one, other) = (await a.Create(Observation(source, "8480-6", 120)), await a.Create(Observation(target, "8480-6", 121)));

        var merged = await a.Post("Patient/$merge", Merge(source, target));

        var away = await a.Search($"Patient/{source}");
        Assert.False(away["active"]!.GetValue<bool>());
        Assert.Equal(($"Patient/{target}", "replaced-by"), Link(away));
        var kept = await a.Search($"Patient/{target}");
        Assert.Equal(($"Patient/{source}", "replaces"), Link(kept));
        Assert.Equal("old", kept["identifier"]![1]!["use"]!.GetValue<string>());
        Assert.Equal(kept.ToJsonString(), Told(merged, "result").ToJsonString());
        Assert.Equal(Merge(source, target).ToJsonString(), Told(merged, "input").ToJsonString());
        Assert.Equal("OperationOutcome", Told(merged, "outcome")["resourceType"]!.GetValue<string>());
        foreach (var patient in (string[])[source, target])
        {
            Assert.Equal(new HashSet<string> { one, other }, (await a.Ids($"Observation?patient={patient}")).ToHashSet());
            Assert.Superset(new HashSet<string> { one, other }, (await a.Ids($"Patient/{patient}/$everything")).ToHashSet());
        }
        Assert.Equal("1", (await a.Search($"Patient/{source}/_history/1"))["identifier"]![0]!["value"]!.GetValue<string>());
        Assert.True((await host.VerifyProjections()).Ok);
    }

    [Fact]
    public async Task Parted_again_they_are_what_they_were_and_history_stays()
    {
        using var a = host.Hospital("hospital-a");
        var (source, target) = (await a.Create(Numbered("Sato", "1")), await a.Create(Numbered("Sato", "2")));
        var (one, other) = (await a.Create(Observation(source, "8480-6", 120)), await a.Create(Observation(target, "8480-6", 121)));
        var before = (Content(await a.Search($"Patient/{source}")), Content(await a.Search($"Patient/{target}")));
        await a.Post("Patient/$merge", Merge(source, target));

        await a.Post("Patient/$unmerge", Merge(source, null));

        Assert.Equal(before, (Content(await a.Search($"Patient/{source}")), Content(await a.Search($"Patient/{target}"))));
        Assert.Equal([one], await a.Ids($"Observation?patient={source}"));
        Assert.Equal([other], await a.Ids($"Observation?patient={target}"));
        Assert.Equal("3", (await a.Search($"Patient/{source}"))["meta"]!["versionId"]!.GetValue<string>());
        Assert.False((await a.Search($"Patient/{source}/_history/2"))["active"]!.GetValue<bool>());
        Assert.True((await host.VerifyProjections()).Ok);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await a.Send(HttpMethod.Post, "Patient/$unmerge", Merge(source, null))).Status);
        await a.Post("Patient/$merge", Merge(source, target));
    }

    [Fact]
    public async Task What_was_changed_since_a_merge_stays_changed_when_it_is_taken_back()
    {
        using var a = host.Hospital("hospital-a");
        var (source, target) = (await a.Create(Numbered("Sato", "1")), await a.Create(Numbered("Sato", "2")));
        await a.Post("Patient/$merge", Merge(source, target));
        var changed = await a.Search($"Patient/{target}");
        changed["gender"] = "female";
        await a.Send(HttpMethod.Put, $"Patient/{target}", changed);

        await a.Post("Patient/$unmerge", Merge(source, null));

        var kept = await a.Search($"Patient/{target}");
        Assert.Equal("female", kept["gender"]!.GetValue<string>());
        Assert.Null(kept["link"]);
    }

    [Fact]
    public async Task Of_two_that_were_merged_into_one_each_is_parted_with_its_own_numbers()
    {
        using var a = host.Hospital("hospital-a");
        var (one, two, kept) = (await a.Create(Numbered("A", "1")), await a.Create(Numbered("B", "2")), await a.Create(Numbered("C", "3")));
        var before = Content(await a.Search($"Patient/{kept}"));
        await a.Post("Patient/$merge", Merge(one, kept));
        await a.Post("Patient/$merge", Merge(two, kept));

        await a.Post("Patient/$unmerge", Merge(one, null));

        var present = await a.Search($"Patient/{kept}");
        Assert.Equal(["3", "2"], Numbers(present));
        Assert.Equal(($"Patient/{two}", "replaces"), Link(present));
        Assert.Single(present["link"]!.AsArray());
        await a.Post("Patient/$unmerge", Merge(two, null));
        Assert.Equal(before, Content(await a.Search($"Patient/{kept}")));
    }

    [Fact]
    public async Task What_a_source_wrote_since_stays_and_what_the_merge_wrote_goes_though_more_was_said_of_it()
    {
        using var a = host.Hospital("hospital-a");
        var (source, target) = (await a.Create(Numbered("K", "1")), await a.Create(Numbered("L", "2")));
        await a.Post("Patient/$merge", Merge(source, target));
        var changed = await a.Search($"Patient/{target}");
        changed["identifier"]![1]!["period"] = new JsonObject { ["end"] = "2026-01-01" };
        changed["identifier"]!.AsArray().Add(new JsonObject { ["system"] = "urn:mrn", ["value"] = "3" });
        changed["link"]![0]!["other"]!["display"] = "K";
        await a.Send(HttpMethod.Put, $"Patient/{target}", changed);

        await a.Post("Patient/$unmerge", Merge(source, null));

        var present = await a.Search($"Patient/{target}");
        Assert.Equal(["2", "3"], Numbers(present));
        Assert.Null(present["link"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Merges_one_after_another_are_taken_back_in_either_order(bool firstFirst)
    {
        using var a = host.Hospital("hospital-a");
        string[] patients =
            [await a.Create(Numbered("S", "1")), await a.Create(Numbered("G", "2")), await a.Create(Numbered("H", "3"))];
        var before = await Contents(a, patients);
        await a.Post("Patient/$merge", Merge(patients[0], patients[1]));
        await a.Post("Patient/$merge", Merge(patients[1], patients[2]));

        await a.Post("Patient/$unmerge", Merge(patients[firstFirst ? 0 : 1], null));
        var between = await a.Search($"Patient/{patients[1]}");
        Assert.Equal(firstFirst ? ["2"] : ["2", "1"], Numbers(between));
        Assert.Equal(firstFirst ? false : null, between["active"]?.GetValue<bool>());
        Assert.Equal(firstFirst ? ["3", "2"] : ["3"], Numbers(await a.Search($"Patient/{patients[2]}")));
        await a.Post("Patient/$unmerge", Merge(patients[firstFirst ? 1 : 0], null));

        Assert.Equal(before, await Contents(a, patients));
        Assert.True((await host.VerifyProjections()).Ok);
    }

    [Theory]
    [InlineData(21, HttpStatusCode.OK)]
    [InlineData(22, HttpStatusCode.UnprocessableEntity)]
    public async Task As_many_as_twenty_above_the_target_lose_what_they_had_by_it(int merges, HttpStatusCode expected)
    {
        using var a = host.Hospital("hospital-a");
        var patients = new List<string> { await a.Create(Numbered("S", "0")) };
        for (var number = 1; number <= merges; number++)
        {
            patients.Add(await a.Create(Patient("T")));
            await a.Post("Patient/$merge", Merge(patients[^2], patients[^1]));
        }

        var (status, _, _) = await a.Send(HttpMethod.Post, "Patient/$unmerge", Merge(patients[0], null));

        Assert.Equal(expected, status);
        foreach (var patient in patients.Skip(1))
            Assert.Equal(expected == HttpStatusCode.OK, (await a.Search($"Patient/{patient}"))["identifier"] is null);
    }

    [Fact]
    public async Task One_above_loses_a_number_that_those_between_were_rid_of_before()
    {
        using var a = host.Hospital("hospital-a");
        string[] patients = [await a.Create(Numbered("S", "1")), .. await Task.WhenAll(Enumerable.Range(2, 3)
            .Select(number => a.Create(Numbered("T", $"{number}"))))];
        for (var number = 1; number < patients.Length; number++)
            await a.Post("Patient/$merge", Merge(patients[number - 1], patients[number]));
        foreach (var between in patients[1..3])
        {
            var changed = await a.Search($"Patient/{between}");
            var numbers = changed["identifier"]!.AsArray();
            numbers.Remove(numbers.Single(one => one!["value"]!.GetValue<string>() == "1"));
            await a.Send(HttpMethod.Put, $"Patient/{between}", changed);
        }

        await a.Post("Patient/$unmerge", Merge(patients[0], null));

        Assert.Equal(["4", "3", "2"], Numbers(await a.Search($"Patient/{patients[3]}")));
    }

    [Fact]
    public async Task A_number_that_one_above_has_itself_stays_there()
    {
        using var a = host.Hospital("hospital-a");
        var (one, two, three) =
            (await a.Create(Numbered("S", "1")), await a.Create(Numbered("G", "2")), await a.Create(Numbered("H", "1")));
        await a.Post("Patient/$merge", Merge(one, two));
        await a.Post("Patient/$merge", Merge(two, three));

        await a.Post("Patient/$unmerge", Merge(one, null));

        Assert.Equal(["1", "2"], Numbers(await a.Search($"Patient/{three}")));
    }

    [Fact]
    public async Task Of_a_result_that_was_sent_what_nobody_changed_since_is_taken_back()
    {
        using var a = host.Hospital("hospital-a");
        var (source, target) = (await a.Create(Numbered("Old", "1")), await a.Create(Numbered("Old", "2")));
        var result = await a.Search($"Patient/{target}");
        result["name"] = Patient("New")["name"]!.DeepClone();
        result["birthDate"] = "1970-01-01";
        result["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:mrn", ["value"] = "4" });
        result["link"] = new JsonArray(new JsonObject
        {
            ["other"] = new JsonObject { ["reference"] = $"Patient/{source}" }, ["type"] = "replaces",
        });
        var merge = Merge(source, target);
        merge["parameter"]!.AsArray().Add(new JsonObject { ["name"] = "result-patient", ["resource"] = result });
        await a.Post("Patient/$merge", merge);
        var changed = await a.Search($"Patient/{target}");
        changed["birthDate"] = "1971-01-01";
        changed["identifier"]!.AsArray().Add(new JsonObject { ["system"] = "urn:mrn", ["value"] = "3" });
        await a.Send(HttpMethod.Put, $"Patient/{target}", changed);

        await a.Post("Patient/$unmerge", Merge(source, null));

        var present = await a.Search($"Patient/{target}");
        Assert.Equal("Old", present["name"]![0]!["family"]!.GetValue<string>());
        Assert.Equal("1971-01-01", present["birthDate"]!.GetValue<string>());
        Assert.Equal(["2", "3"], Numbers(present));
    }

    [Fact]
    public async Task A_person_who_links_the_one_has_both_and_after_the_unlink_or_unmerge_neither_or_one()
    {
        var insured = Sharing.NewInsuredNumber();
        using var a = host.Hospital("hospital-a");
        var own = await host.NewPerson(insured);
        using var phone = host.Phone(own);
        var (source, target) = (await a.Create(Patient("Own")), await a.Create(Patient("Own", insured)));
        var (one, other) = (await a.Create(Observation(source, "8480-6", 120)), await a.Create(Observation(target, "8480-6", 121)));
        await a.Post("Patient/$merge", Merge(source, target));
        Assert.Empty(await phone.Ids("Observation"));

        var link = await phone.Create(Sharing.RecordLink(own, target));
        Assert.Equal(new HashSet<string> { one, other }, (await phone.Ids("Observation")).ToHashSet());
        await a.Post("Patient/$unmerge", Merge(source, null));
        Assert.Equal([other], await phone.Ids("Observation"));
        await a.Post("Patient/$merge", Merge(source, target));
        Assert.Equal(new HashSet<string> { one, other }, (await phone.Ids("Observation")).ToHashSet());
        await phone.Send(HttpMethod.Delete, $"Consent/{link}");

        Assert.Empty(await phone.Ids("Observation"));
        Assert.Equal(new HashSet<string> { one, other }, (await a.Ids($"Observation?patient={source}")).ToHashSet());
        Assert.True((await host.VerifyProjections()).Ok);
    }

    [Fact]
    public async Task A_merge_takes_nobody_s_record_out_of_what_they_confirmed_themself()
    {
        var (first, second) = (await host.LinkedPerson(), await host.LinkedPerson());
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(first.Own);
        using var other = host.Phone(second.Own);
        var entry = await a.Create(Observation(first.AtA, "8480-6", 120));

        await a.Post("Patient/$merge", Merge(first.AtA, second.AtA));

        Assert.Equal([entry], await phone.Ids("Observation"));
        Assert.Empty(await other.Ids("Observation"));
    }

    [Fact]
    public async Task Merges_one_after_another_follow_to_the_last()
    {
        using var a = host.Hospital("hospital-a");
        var (one, two, three) = (await a.Create(Patient("A")), await a.Create(Patient("A")), await a.Create(Patient("A")));
        var entry = await a.Create(Observation(one, "8480-6", 120));
        await a.Post("Patient/$merge", Merge(one, two));
        await a.Post("Patient/$merge", Merge(two, three));

        Assert.Equal([entry], await a.Ids($"Observation?patient={three}"));
        await a.Post("Patient/$unmerge", Merge(two, null));
        Assert.Empty(await a.Ids($"Observation?patient={three}"));
        Assert.Equal([entry], await a.Ids($"Observation?patient={two}"));
        Assert.True((await host.VerifyProjections()).Ok);
    }

    [Fact]
    public async Task Only_the_writer_of_both_merges_them_and_what_is_hidden_is_not_there()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var c = host.Hospital("hospital-c");
        using var phone = host.Phone(person.Own);
        using var reader = host.Hospital("hospital-a", "system/*.rs");
        var another = await a.Create(Patient("Own"));
        var atC = await c.Create(Patient("Own"));

        Assert.Equal(HttpStatusCode.Forbidden, (await a.Send(HttpMethod.Post, "Patient/$merge", Merge(person.AtB, person.AtA))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await phone.Send(HttpMethod.Post, "Patient/$merge", Merge(person.AtA, person.AtB))).Status);
        var (hidden, words, _) = await c.Send(HttpMethod.Post, "Patient/$merge", Merge(person.AtA, atC));
        var (absent, sameWords, _) = await c.Send(HttpMethod.Post, "Patient/$merge", Merge(Guid.NewGuid().ToString(), atC));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (hidden, absent));
        Assert.Equal(sameWords.ToJsonString(), words.ToJsonString());
        var (narrow, _, _) = await reader.Send(HttpMethod.Post, "Patient/$merge", Merge(another, person.AtA));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, narrow);
        Assert.Equal("1", (await a.Search($"Patient/{person.AtA}"))["meta"]!["versionId"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_preview_writes_nothing_and_numbers_name_a_patient_too()
    {
        using var a = host.Hospital("hospital-a");
        var (first, second) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        var (source, target) = (await a.Create(Numbered("Sato", first)), await a.Create(Numbered("Sato", second)));
        var parameters = new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(
                Identifier("source", first), Identifier("target", second),
                    new JsonObject { ["name"] = "preview", ["valueBoolean"] = true }),
        };

        var preview = await a.Post("Patient/$merge", parameters);

        Assert.Equal(($"Patient/{source}", "replaces"), Link(Told(preview, "result")));
        Assert.Equal("1", (await a.Search($"Patient/{target}"))["meta"]!["versionId"]!.GetValue<string>());
        parameters["parameter"]!.AsArray().RemoveAt(2);
        Assert.Equal(HttpStatusCode.BadRequest, (await a.Send(HttpMethod.Post, "Patient/$merge?preview=True", parameters)).Status);
        Assert.Equal("1", (await a.Search($"Patient/{target}"))["meta"]!["versionId"]!.GetValue<string>());
        await a.Post("Patient/$merge", parameters);
        Assert.True(PatientMerge.IsAway(System.Text.Encoding.UTF8.GetBytes((await a.Search($"Patient/{source}")).ToJsonString())));
    }

    [Fact]
    public async Task A_merge_that_makes_no_sense_is_refused()
    {
        using var a = host.Hospital("hospital-a");
        var (one, two, three) = (await a.Create(Patient("A")), await a.Create(Patient("A")), await a.Create(Patient("A")));
        await a.Post("Patient/$merge", Merge(one, two));
        var wrongResult = Merge(two, three);
        var result = Patient("B");
        result["id"] = three;
        wrongResult["parameter"]!.AsArray().Add(new JsonObject { ["name"] = "result-patient", ["resource"] = result });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await a.Send(HttpMethod.Post, "Patient/$merge", Merge(two, two))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await a.Send(HttpMethod.Post, "Patient/$merge", Merge(one, three))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await a.Send(HttpMethod.Post, "Patient/$merge", Merge(three, one))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await a.Send(HttpMethod.Post, "Patient/$merge", wrongResult)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await a.Send(HttpMethod.Post, "Patient/$merge", Merge(three, null))).Status);
    }

    private static JsonObject Told(JsonObject answer, string name) =>
        answer["parameter"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == name)!["resource"]!.AsObject();

    private static JsonObject Merge(string source, string? target)
    {
        var parameters = new JsonArray(Reference("source-patient", source));
        if (target is not null)
            parameters.Add(Reference("target-patient", target));
        return new JsonObject { ["resourceType"] = "Parameters", ["parameter"] = parameters };
    }

    private static JsonObject Reference(string name, string patient) =>
        new() { ["name"] = name, ["valueReference"] = new JsonObject { ["reference"] = $"Patient/{patient}" } };

    private static JsonObject Identifier(string name, string value) => new()
    {
        ["name"] = $"{name}-patient-identifier", ["valueIdentifier"] = new JsonObject { ["system"] = "urn:mrn", ["value"] = value },
    };

    private static JsonObject Numbered(string family, string number)
    {
        var patient = Patient(family);
        patient["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:mrn", ["value"] = number });
        return patient;
    }

    private static (string?, string?) Link(JsonObject patient)
    {
        var link = patient["link"]![0]!;
        return (link["other"]!["reference"]!.GetValue<string>(), link["type"]!.GetValue<string>());
    }

    private static IEnumerable<string> Numbers(JsonObject patient) =>
        patient["identifier"]!.AsArray().Select(one => one!["value"]!.GetValue<string>());

    private static async Task<List<string>> Contents(HttpClient a, string[] patients)
    {
        var contents = new List<string>();
        foreach (var patient in patients)
            contents.Add(Content(await a.Search($"Patient/{patient}")));
        return contents;
    }

    private static string Content(JsonObject patient)
    {
        patient.Remove("meta");
        return patient.ToJsonString();
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Planets.People;
using Phr.Planets.People.Erasing;
using Phr.Platform.Identity;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Operations;

/// <summary><c>Patient/[id]/$erase</c>: who may, when, and what the certificate says.</summary>
public sealed class EraseTest(RecordHost host) : IClassFixture<RecordHost>
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_certificate_names_who_has_what_and_is_signed_and_bound_to_the_log()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        await phone.Create(Observation(person.Own, "8867-4", 60));
        await a.Create(Condition(person.AtA, "I10"));
        await a.Search($"Condition?patient={person.AtA}");

        var answer = await phone.Post($"Patient/{person.Own}/$erase", Reason("x"));

        var content = Convert.FromBase64String(Value(answer, "content"));
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(Value(answer, "publicKey")), out _);
        Assert.True(key.VerifyData(content, Convert.FromBase64String(Value(answer, "signature")), HashAlgorithmName.SHA256));
        var statement = JsonNode.Parse(content)!;
        Assert.Equal(Value(answer, "logHash"), statement["logHash"]!.GetValue<string>());
        Assert.Equal(statement["logHash"]!.GetValue<string>(), await HashAt(statement["erasedAtPosition"]!.GetValue<long>()));
        var remains = answer["parameter"]!.AsArray().Where(one => one!["name"]!.GetValue<string>() == "remains")
            .Select(one => (one!["part"]![0]!["valueString"]!.GetValue<string>(),
                one["part"]![1]!["valueString"]!.GetValue<string>())).ToList();
        Assert.Contains(remains, one => one.Item1 == "hospital-b" && one.Item2.Contains("the record of", StringComparison.Ordinal));
        Assert.Contains(remains, one =>
            one.Item1 == "hospital-a" && one.Item2.Contains("1 entries of this person shown", StringComparison.Ordinal));
        Assert.Equal(3, remains.Count(one => one.Item1 == ErasureRemains.Platform));
        Assert.Contains(remains, one => one.Item2.Contains("exports and deferred answers from before it", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await phone.Send(HttpMethod.Get, $"Patient/{person.Own}")).Status);
        Assert.True((await host.VerifyProjections()).Ok);
    }

    [Fact]
    public async Task Exports_and_assessments_that_hold_something_of_it_are_named()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var model = host.Service("model");
        await a.Create(Condition(person.AtA, "I10"));
        await Bulk.BulkClient.Export(b, "Patient/$export?_type=Condition");
        await model.Create(new()
        {
            ["resourceType"] = "RiskAssessment", ["status"] = "final",
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{person.Own}" },
        });
        var erasure = Erasure(new RetentionOptions { Years = 0 });
        var streams = await erasure.StreamsOf(person.AtA, default);

        var erased = await erasure.Erase(Hospital("hospital-a"), streams.Single(one => one.Patient == person.AtA), streams, default);

        var remains = erased.Value.Statement().Remains;
        Assert.Contains(remains, one => one.Holder == "hospital-b" && one.What.Contains("in exports", StringComparison.Ordinal));
        Assert.Contains(remains, one => one.Holder == "model" && one.What.Contains("1 assessments", StringComparison.Ordinal));
        Assert.Contains(remains, one => one.Holder == "hospital-a" && one.What.Contains("its own files", StringComparison.Ordinal));
        Assert.Empty(await b.Ids($"Condition?patient={person.AtB}"));
    }

    [Fact]
    public async Task Who_else_treats_a_person_is_named_to_nobody_whom_consent_shows_nothing_of_it()
    {
        var person = await host.LinkedPerson();
        using var b = host.Hospital("hospital-b");
        await b.Search($"Condition?patient={person.AtB}");
        await b.Search($"Patient/{person.AtA}");
        var erasure = Erasure(new RetentionOptions { Years = 0 });
        var streams = await erasure.StreamsOf(person.AtA, default);
        var asking = Hospital("hospital-a") with { Role = CallerRole.System };

        var erased = await erasure.Erase(asking, streams.Single(one => one.Patient == person.AtA), streams, default);

        var remains = erased.Value.Statement().Remains;
        Assert.DoesNotContain(remains, one => one.Holder == "hospital-b" || one.What.Contains("hospital-b", StringComparison.Ordinal));
        Assert.DoesNotContain(remains, one => one.Holder.Contains(person.Own, StringComparison.Ordinal));
        Assert.Single(remains, one => one.Holder == ErasureRemains.Others);
    }

    [Fact]
    public async Task What_a_hospital_has_to_keep_nobody_has_erased()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var c = host.Hospital("hospital-c");
        using var phone = host.Phone(person.Own);
        using var narrow = host.Phone(person.Own, "patient/Patient.cruds");

        Assert.Equal(HttpStatusCode.Conflict, (await phone.Send(HttpMethod.Post, $"Patient/{person.AtA}/$erase", Reason("x"))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await a.Send(HttpMethod.Post, $"Patient/{person.AtA}/$erase", Reason("x"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await b.Send(HttpMethod.Post, $"Patient/{person.AtA}/$erase", Reason("x"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await narrow.Send(HttpMethod.Post, $"Patient/{person.Own}/$erase", Reason("x"))).Status);
        var (hidden, words, _) = await c.Send(HttpMethod.Post, $"Patient/{person.AtA}/$erase", Reason("x"));
        var (absent, sameWords, _) = await c.Send(HttpMethod.Post, $"Patient/{Guid.NewGuid()}/$erase", Reason("x"));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (hidden, absent));
        Assert.Equal(sameWords.ToJsonString(), words.ToJsonString());
    }

    [Fact]
    public async Task The_journal_tells_an_erasure_that_was_refused_from_one_that_was_done()
    {
        var person = await host.LinkedPerson();
        using var phone = host.Phone(person.Own);
        await phone.Send(HttpMethod.Post, $"Patient/{person.AtA}/$erase", Reason("x"));
        await phone.Post($"Patient/{person.Own}/$erase", Reason("x"));
        var erasure = Erasure(new RetentionOptions { Years = 0 });
        var streams = await erasure.StreamsOf(person.AtB, default);
        var asked = streams.Single(one => one.Patient == person.AtB);

        await erasure.Erase(Hospital("hospital-b"), asked, streams, default);
        await erasure.Erase(Hospital("hospital-b"), asked, streams, default);

        Assert.Equal(["denied"], await Outcomes(person.AtA));
        Assert.Equal(["hidden"], await Outcomes(person.Own));
        Assert.Equal(["hidden", "hidden", "denied"], await Outcomes(person.AtB));
    }

    [Theory]
    [InlineData(0, HttpStatusCode.BadRequest)]
    [InlineData(StreamErasure.ReasonCharactersMax + 1, HttpStatusCode.BadRequest)]
    [InlineData(StreamErasure.ReasonCharactersMax, HttpStatusCode.OK)]
    public async Task A_reason_is_asked_for(int characters, HttpStatusCode expected)
    {
        var own = await host.NewPerson(Sharing.NewInsuredNumber());
        using var phone = host.Phone(own);

        Assert.Equal(expected, (await phone.Send(HttpMethod.Post, $"Patient/{own}/$erase", Reason(new string('x', characters)))).Status);
    }

    [Theory]
    [InlineData("hospital-a", "hospital-a", 4, 1, true)]
    [InlineData("hospital-a", "hospital-a", 4, 0, false)]
    [InlineData("hospital-long", "hospital-long", 10, 1, true)]
    [InlineData("hospital-long", "hospital-long", 10, 0, false)]
    [InlineData("hospital-b", "hospital-b", 5, 1, true)]
    [InlineData("hospital-a", "phone/1", 4, 0, true)]
    [InlineData("phone/1", "phone/1", 0, 0, false)]
    public void A_source_keeps_for_its_years_and_then_it_alone_may_have_it_erased(
        string source, string asking, int yearsAgo, int secondsLater, bool isKept)
    {
        var retention = new StreamRetention(
            new RetentionOptions { YearsOf = new Dictionary<string, int> { ["hospital-a"] = 4, ["hospital-long"] = 10 } });
        var last = Now.AddYears(-yearsAgo).AddSeconds(secondsLater);

        var ruling = retention.RuleFor(asking)(new StreamSummary(new StreamId(1), source, last, last, 1, 1), Now);

        Assert.Equal(isKept, ruling is RetentionRuling.Retained);
    }

    [Fact]
    public void Years_out_of_bounds_are_refused_at_the_start()
    {
        Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(() => new RetentionOptions { Years = 101 }.Checked());
        Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(
            () => new RetentionOptions { YearsOf = new Dictionary<string, int> { ["x"] = -1 } }.Checked());
        Assert.Equal(100, new RetentionOptions { Years = 100 }.Checked().Years);
    }

    private StreamErasure Erasure(RetentionOptions options) => new(
        host.Services.GetRequiredService<Log>(), host.Database, host.Services.GetRequiredService<ErasureRemains>(),
            new StreamRetention(options), host.Services.GetRequiredService<AccessJournal>(), TimeProvider.System);

    private static Caller Hospital(string organisation) =>
        new(organisation, organisation, CallerRole.Hospital, organisation, null, ["system/*.cruds"], DateTimeOffset.MaxValue);

    private async Task<string> HashAt(long position)
    {
        await using var command = host.Database.CreateCommand("select hash from log.event where position = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = position });
        return Convert.ToHexStringLower((byte[])(await command.ExecuteScalarAsync())!);
    }

    private async Task<List<string>> Outcomes(string patient)
    {
        await using var command = host.Database.CreateCommand(
            "select outcome from record.access where interaction = 'erase' and target = $1 order by number");
        command.Parameters.Add(new NpgsqlParameter { Value = $"Patient/{patient}" });
        await using var rows = await command.ExecuteReaderAsync();
        var outcomes = new List<string>();
        while (await rows.ReadAsync())
            outcomes.Add(rows.GetString(0));
        return outcomes;
    }

    private static JsonObject Reason(string text)
    {
        var parameters = new JsonObject { ["resourceType"] = "Parameters" };
        if (text.Length > 0)
            parameters["parameter"] = new JsonArray(new JsonObject { ["name"] = "reason", ["valueString"] = text });
        return parameters;
    }

    private static string Value(JsonObject parameters, string name) => parameters["parameter"]!.AsArray()
        .Single(one => one!["name"]!.GetValue<string>() == name)!.AsObject().Single(property =>
            property.Key != "name").Value!.GetValue<string>();
}

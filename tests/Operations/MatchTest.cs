using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.People.Matching;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Operations;

/// <summary><c>Patient/$match</c>.</summary>
public sealed class MatchTest(RecordHost host) : IClassFixture<RecordHost>
{
    private static int s_number;

    [Fact]
    public async Task Likely_patients_come_first_with_score_and_grade_and_others_not_at_all()
    {
        using var a = host.Hospital("hospital-match");
        var same = await a.Create(Person("松本", "恵子", "1948-07-21", "090-1111-2222"));
        var slip = await a.Create(Person("マツモト", "ケイコ", "1948-07-12", "090-1111-2222"));
        await a.Create(Person("松本", "健", "1975-01-01", null, "male"));

        var answer = await a.Post("Patient/$match", Call(Person("松本", "恵子", "1948-07-21", "+81 90 1111 2222")));

        var entries = answer["entry"]!.AsArray();
        Assert.Equal([same, slip], entries.Select(Id));
        Assert.Equal(["certain", "possible"], entries.Select(Grade));
        Assert.Equal(entries.Select(Score).OrderDescending(), entries.Select(Score));
        Assert.InRange(Score(entries[0]), 0.9999m, 1);
        Assert.Equal(("searchset", 2), (answer["type"]!.GetValue<string>(), answer["total"]!.GetValue<int>()));
        Assert.Equal("match", entries[0]!["search"]!["mode"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("identifier")]
    [InlineData("telecom")]
    [InlineData("birthDate")]
    [InlineData("name")]
    public async Task Each_key_alone_leads_to_who_is_likely(string key)
    {
        using var a = host.Hospital("hospital-keys");
        var number = Interlocked.Increment(ref s_number);
        var stored = Person("Kurosawa", $"Akiyo{(char)('a' + number)}", $"19{10 + number}-03-23", $"0312340{number:000}");
        stored["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:oid:1.2.3", ["value"] = $"key-{number}" });
        var id = await a.Create(stored);
        // What is asked agrees in all, but only one trait is told in a form that the index has.
        var asked = stored.DeepClone().AsObject();
        foreach (var other in (string[])["identifier", "telecom", "birthDate", "name"])
        {
            if (other == key)
                continue;
            _ = other switch
            {
                "identifier" => asked["identifier"]![0]!["value"] = $"KEY-{number}",
                "telecom" => asked["telecom"]![0]!["value"] = $"03 12 340 {number:000}",
                "birthDate" => asked["birthDate"] = asked["birthDate"]!.GetValue<string>()[..7],
                _ => asked["name"]![0]!["given"] = new JsonArray($"Akiyq{(char)('a' + number)}"),
            };
        }

        var answer = await a.Post("Patient/$match", Call(asked));

        Assert.Equal([id], (answer["entry"]?.AsArray() ?? []).Select(Id));
    }

    [Fact]
    public async Task Insured_persons_numbers_count_however_they_are_written()
    {
        using var a = host.Hospital("hospital-insured");
        var id = await a.Create(Patient("Insured", "01234567:12:９９０１:01", "1980-01-01"));

        var answer = await a.Post("Patient/$match", Call(Patient("Insured", "1234567:12:9901:1", "1980-01")));

        Assert.Equal([id], answer["entry"]!.AsArray().Select(Id));
    }

    [Fact]
    public async Task Only_a_certain_match_is_told_where_that_is_asked_and_none_of_doubles()
    {
        using var a = host.Hospital("hospital-certain");
        var person = Person("石井", "武", "1950-05-05", "0311112222", "male");
        await a.Create(Person("石井", "武", "1950-05-05", null, "male"));

        var probable = await a.Post("Patient/$match", Call(person, ("onlyCertainMatches", "valueBoolean", true)));
        var id = await a.Create(person);
        var certain = await a.Post("Patient/$match", Call(person, ("onlyCertainMatches", "valueBoolean", true)));
        await a.Create(person);
        var doubles = await a.Post("Patient/$match", Call(person, ("onlyCertainMatches", "valueBoolean", true)));

        Assert.Null(probable["entry"]);
        Assert.Equal([id], certain["entry"]!.AsArray().Select(Id));
        var outcome = Assert.Single(doubles["entry"]!.AsArray())!;
        Assert.Equal(("outcome", 0), (outcome["search"]!["mode"]!.GetValue<string>(), doubles["total"]!.GetValue<int>()));
        Assert.Equal("multiple-matches", outcome["resource"]!["issue"]![0]!["code"]!.GetValue<string>());
        Assert.Equal(3, (await a.Post("Patient/$match", Call(person)))["entry"]!.AsArray().Count);
        Assert.Single((await a.Post("Patient/$match?count=1", person))["entry"]!.AsArray());
    }

    [Fact]
    public async Task Beyond_the_patients_that_are_compared_the_answer_says_so()
    {
        using var a = host.Hospital("hospital-many");
        JsonObject Many() => Person("Several", "Anna", "1999-09-09", null);
        await a.Post("", Bundle("transaction", [.. Enumerable.Range(0, MatchRun.CandidatesMax).Select(_ => Entry(Many()))]));

        var full = await a.Post("Patient/$match", Call(Many(), ("count", "valueInteger", MatchCall.CountMax + 1)));
        await a.Create(Many());
        var beyond = await a.Post("Patient/$match", Call(Many(), ("count", "valueInteger", 2)));

        Assert.Equal(MatchCall.CountMax, full["entry"]!.AsArray().Count);
        Assert.Equal(MatchRun.CandidatesMax, full["total"]!.GetValue<int>());
        var modes = beyond["entry"]!.AsArray().Select(entry => entry!["search"]!["mode"]!.GetValue<string>());
        Assert.Equal(["match", "match", "outcome"], modes);
    }

    [Fact]
    public async Task Whoever_consent_hides_matches_nobody()
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var own = host.Service("hospital-c");
        var canary = Person("金糸", "雀", "1933-03-03", "0399990001");
        var id = await a.Create(canary);

        var seen = await a.Post("Patient/$match", Call(canary));
        var hidden = await b.Post("Patient/$match", Call(canary));
        var unrelated = await own.Post("Patient/$match", Call(canary));

        Assert.Equal([id], seen["entry"]!.AsArray().Select(Id));
        foreach (var answer in (JsonObject[])[hidden, unrelated])
        {
            Assert.Null(answer["entry"]);
            Assert.Equal(0, answer["total"]!.GetValue<int>());
        }
        var theirs = await b.Create(canary);
        var alone = Assert.Single((await b.Post("Patient/$match", Call(canary)))["entry"]!.AsArray());
        Assert.Equal((theirs, Score(seen["entry"]![0])), (Id(alone), Score(alone)));
    }

    [Fact]
    public async Task A_refused_patient_is_matched_for_nobody_whom_it_is_refused_and_a_merged_one_as_the_one_it_became()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var asked = (await a.Search($"Patient/{person.AtA}")).AsObject();

        var before = await b.Post("Patient/$match", Call(asked));
        await phone.Create(Sharing.RefusalOfAll(person.Own, "hospital-b"));
        var after = await b.Post("Patient/$match", Call(asked));

        Assert.Contains(person.AtA, before["entry"]!.AsArray().Select(Id));
        Assert.Equal([person.AtB], after["entry"]!.AsArray().Select(Id));
    }

    [Fact]
    public async Task A_merged_patient_is_matched_as_the_one_that_it_became()
    {
        using var a = host.Hospital("hospital-merging");
        var person = Person("三浦", "光", "1960-06-06", null);
        var (source, target) = (await a.Create(person), await a.Create(person));
        await a.Post("Patient/$merge", new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(
                Reference("source-patient", source), Reference("target-patient", target)),
        });

        var answer = await a.Post("Patient/$match", Call(person));

        Assert.Equal([target], answer["entry"]!.AsArray().Select(Id));

        static JsonObject Reference(string name, string id) =>
            new() { ["name"] = name, ["valueReference"] = new JsonObject { ["reference"] = $"Patient/{id}" } };
    }

    [Theory]
    [InlineData("""{"resourceType":"Parameters"}""", 400, "required")]
    [InlineData(
        """{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Basic","code":{"text":"x"}}}]}""",
        400, "invalid")]
    [InlineData("""{"resourceType":"Patient","gender":"male"}""", 422, "required")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"Only"}]}""", 422, "required")]
    [InlineData("""{"resourceType":"Patient","birthDate":"1950"}""", 422, "required")]
    [InlineData("""{"resourceType":"Patient","birthDate":"yesterday"}""", 422, "value")]
    [InlineData("""{"resourceType":"Observation","status":"final"}""", 422, null)]
    [InlineData("""{"resourceType":"Basic","code":{"text":"x"}}""", 400, "invalid")]
    [InlineData("[]", 400, null)]
    public async Task What_cannot_be_matched_is_refused(string body, int status, string? code)
    {
        using var a = host.Hospital("hospital-a");

        var (answered, outcome, _) = await a.Send(HttpMethod.Post, "Patient/$match", JsonNode.Parse(body));

        Assert.Equal(status, (int)answered);
        Assert.True(code is null || outcome["issue"]![0]!["code"]!.GetValue<string>() == code, outcome.ToJsonString());
    }

    [Theory]
    [InlineData("count=0")]
    [InlineData("count=x")]
    [InlineData("onlyCertainMatches=maybe")]
    [InlineData("onlyCertainMatches=True")]
    [InlineData("unknown=1")]
    public async Task Parameters_that_are_wrong_are_refused(string query)
    {
        using var a = host.Hospital("hospital-a");

        var (status, _, _) = await a.Send(HttpMethod.Post, $"Patient/$match?{query}", Person("Wrong", "Call", "1950-01-01", null));

        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task Who_reads_no_records_may_not_ask_and_who_asks_is_recorded()
    {
        using var researcher = host.Client(new()
        {
            ["sub"] = "r", ["client_id"] = "r", ["phr_role"] = "researcher", ["phr_org"] = "study-1", ["scope"] = "user/*.rs",
        });
        using var a = host.Hospital("hospital-asks");
        using var narrow = host.Hospital("hospital-asks", "system/Observation.rs");
        var person = Person("Asked", "About", "1950-01-01", null);
        await a.Create(person);

        var (refused, _, _) = await researcher.Send(HttpMethod.Post, "Patient/$match", person);
        var outside = await narrow.Send(HttpMethod.Post, "Patient/$match", person);
        await a.Post("Patient/$match", person);

        Assert.Equal(HttpStatusCode.Forbidden, refused);
        Assert.True(outside.Status == HttpStatusCode.Forbidden || outside.Body["entry"] is null, outside.Body.ToJsonString());
        Assert.Contains("match", (await a.Search("AuditEvent?subtype=match")).ToJsonString(), StringComparison.Ordinal);
        var told = (await a.Search("metadata"))["rest"]![0]!["resource"]!.AsArray().Single(
            one => one!["type"]!.GetValue<string>() == "Patient");
        Assert.Contains("Patient-match", told!["operation"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private static JsonObject Person(string family, string given, string birthDate, string? phone, string gender = "female")
    {
        var person = new JsonObject
        {
            ["resourceType"] = "Patient",
            ["name"] = new JsonArray(new JsonObject { ["family"] = family, ["given"] = new JsonArray(given) }),
            ["gender"] = gender, ["birthDate"] = birthDate,
        };
        if (phone is not null)
            person["telecom"] = new JsonArray(new JsonObject { ["system"] = "phone", ["value"] = phone });
        return person;
    }

    private static JsonObject Call(JsonObject patient, params (string Name, string Kind, JsonNode Value)[] others) => new()
    {
        ["resourceType"] = "Parameters",
        ["parameter"] = new JsonArray(
        [
            new JsonObject { ["name"] = "resource", ["resource"] = patient.DeepClone() },
            .. others.Select(one => new JsonObject { ["name"] = one.Name, [one.Kind] = one.Value }),
        ]),
    };

    private static string Id(JsonNode? entry) => entry!["resource"]!["id"]!.GetValue<string>();

    private static decimal Score(JsonNode? entry) => entry!["search"]!["score"]!.GetValue<decimal>();

    private static string Grade(JsonNode? entry) => entry!["search"]!["extension"]![0]!["valueCode"]!.GetValue<string>();
}

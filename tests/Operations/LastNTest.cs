using System.Net;
using System.Text.Json.Nodes;
using FsCheck;
using Phr.Planets.Operations.LastN;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Operations;

/// <summary>R4 observation-operation-lastn.html.</summary>
public sealed class LastNTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task Of_each_code_the_newest_come_and_codes_that_share_a_coding_are_one()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Sato"));
        var old = await a.Create(Observation(patient, "8480-6", 120, "2026-05-01"));
        var newest = await a.Create(Observation(patient, "8480-6", 121, "2026-05-03"));
        var both = Observation(patient, "8480-6", 122, "2026-05-02");
        both["code"]!["coding"]!.AsArray().Add(new JsonObject { ["system"] = "urn:local", ["code"] = "BP" });
        var translated = await a.Create(both);
        var local = Observation(patient, "BP", 123, "2026-04-01");
        local["code"] = Concept("urn:local", "BP");
        await a.Create(local);
        var other = Observation(patient, "8480-6", 50, "2026-05-09");
        other["code"] = Concept("urn:elsewhere", "8480-6");
        var elsewhere = await a.Create(other);

        Assert.Equal([elsewhere, newest], await a.Ids($"Observation/$lastn?patient={patient}"));
        Assert.Equal([elsewhere, newest, translated], await a.Ids($"Observation/$lastn?subject=Patient/{patient}&max=2"));
        Assert.Equal([elsewhere, newest, translated, old], await a.Ids($"Observation/$lastn?patient={patient}&max=3"));
        Assert.Equal([newest], await a.Ids($"Observation/$lastn?patient={patient}&code={Loinc}|8480-6"));
    }

    [Fact]
    public async Task What_consent_hides_is_not_the_newest()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var c = host.Hospital("hospital-c");
        using var phone = host.Phone(person.Own);
        var shown = await a.Create(Observation(person.AtA, "8480-6", 120, "2026-05-01"));
        var labelled = Observation(person.AtA, "8480-6", 121, "2026-05-02");
        labelled["meta"] = new JsonObject
        {
            ["security"] = new JsonArray(
                new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v3-ActCode", ["code"] = "PSY" }),
        };
        var hidden = await a.Create(labelled);
        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));

        Assert.Equal([hidden], await a.Ids($"Observation/$lastn?patient={person.AtA}"));
        Assert.Equal([shown], await b.Ids($"Observation/$lastn?patient={person.AtA}"));
        Assert.Empty(await c.Ids($"Observation/$lastn?patient={person.AtA}"));
    }

    [Theory]
    [InlineData("max=2", "http.patient")]
    [InlineData("patient=1&max=0", "http.max")]
    [InlineData("patient=1&max=101", "http.max")]
    [InlineData("patient=1&_sort=date", "http._sort")]
    public async Task A_call_that_says_too_little_or_what_has_no_meaning_is_refused(string query, string place)
    {
        using var a = host.Hospital("hospital-a");
        var (status, outcome, _) = await a.Send(HttpMethod.Get, $"Observation/$lastn?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(place, outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task The_most_of_each_is_a_hundred()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Sato"));

        Assert.Empty(await a.Ids($"Observation/$lastn?patient={patient}&max={LastObservations.MaxMax}"));
    }

    /// <summary>Against the definition: kinds are the connected parts of the graph of entries that share a code.</summary>
    [Fact]
    public void Kinds_are_what_is_connected_by_codes() =>
        Prop.ForAll<byte[][], PositiveInt>((codes, max) => Holds(codes, max.Get)).QuickCheckThrowOnFailure();

    private static bool Holds(byte[][] codes, int max)
    {
        var entries = codes.Select(some => (some ?? []).Select(code => $"{code % 12}").Distinct().Take(3).ToList()).ToList();
        var latest = new LatestByCode<int>(max);
        for (var i = 0; i < entries.Count; i++)
            latest.Add(i, entries[i]);

        var expected = new HashSet<int>();
        for (var i = 0; i < entries.Count; i++)
        {
            if (Connected(entries, i).Where(other => other < i).Count() < max)
                expected.Add(i);
        }

        return expected.Order().SequenceEqual(latest.All.Order());
    }

    private static HashSet<int> Connected(List<List<string>> entries, int from)
    {
        var reached = new HashSet<int> { from };
        var open = new Queue<int>([from]);
        while (open.TryDequeue(out var next))
        {
            for (var i = 0; i < entries.Count; i++)
            {
                var shares = entries[i].Intersect(entries[next]).Any() || entries[i].Count == 0 && entries[next].Count == 0;
                if (shares && reached.Add(i))
                    open.Enqueue(i);
            }
        }
        return reached;
    }
}

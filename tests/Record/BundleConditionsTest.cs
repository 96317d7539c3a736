using System.Net;
using System.Text.Json.Nodes;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>The conditions of one Bundle are looked up together, and decide as one after another would. R4 http.html#trules.</summary>
public sealed class BundleConditionsTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string System = "https://site.example/wards";

    [Fact]
    public async Task What_earlier_entries_delete_and_create_counts_for_later_ones()
    {
        using var a = host.Hospital("conditions-a");
        var (gone, kept, changed) = (await a.Create(Ward("gone")), await a.Create(Ward("kept")), await a.Create(Ward("changed")));
        var patient = await a.Create(Patient("Conditions"));
        var observation = Observation(patient, "conditional", 1m);
        observation["performer"] = new JsonArray([.. ((string[])["gone", "kept", "new", "put"]).Select(name =>
            new JsonObject { ["reference"] = $"Organization?identifier={System}|{name}" })]);

        var answer = await a.Post("", Bundle(
            "transaction",
            Request("DELETE", $"Organization?identifier={System}|gone"),
            Entry(Ward("gone"), ifNoneExist: $"identifier={System}|gone"),
            Entry(Ward("kept"), ifNoneExist: $"identifier={System}|kept"), Entry(Ward("kept"), ifNoneExist: $"identifier={System}|kept"),
            Entry(Ward("new"), ifNoneExist: $"identifier={System}|new"), Entry(Ward("new"), ifNoneExist: $"identifier={System}|new"),
            Request("PUT", $"Organization?identifier={System}|changed", Ward("changed")),
            Request("PUT", $"Organization?identifier={System}|put", Ward("put")),
            Entry(observation)));

        Assert.Equal(
            ["204", "201", "200", "200", "201", "200", "200", "201", "201"],
            answer["entry"]!.AsArray().Select(entry => entry!["response"]!["status"]!.GetValue<string>()[..3]));
        var ids = answer["entry"]!.AsArray().Select(entry => entry!["response"]!["location"]?.GetValue<string>().Split('/')[1] ?? "").ToArray();
        Assert.NotEqual(gone, ids[1]);
        Assert.Equal([kept, kept, ids[4], changed], [ids[2], ids[3], ids[5], ids[6]]);
        var stored = await a.Search($"Observation/{ids[8]}");
        Assert.Equal(
            [$"Organization/{ids[1]}", $"Organization/{kept}", $"Organization/{ids[4]}", $"Organization/{ids[7]}"],
            stored["performer"]!.AsArray().Select(performer => performer!["reference"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_condition_is_decided_anew_where_the_bundle_replaced_more_than_was_looked_up()
    {
        using var a = host.Hospital("conditions-b");
        for (var i = 0; i < 12; i++)
            await a.Create(Ward("many"));

        var answer = await a.Post("", Bundle(
            "transaction",
            Request("DELETE", $"Organization?identifier={System}|many&_count=12"), Entry(Ward("many"), ifNoneExist: $"identifier={System}|many")));
        var (several, _, _) = await Twice(a);

        Assert.Equal("201 Created", answer["entry"]![1]!["response"]!["status"]!.GetValue<string>());
        Assert.Single(await a.Ids($"Organization?identifier={System}|many"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, several);

        static async Task<(HttpStatusCode, JsonObject, HttpResponseMessage)> Twice(HttpClient a)
        {
            await a.Create(Ward("several"));
            await a.Create(Ward("several"));
            return await a.Send(HttpMethod.Post, "", Bundle(
                "transaction", Entry(Ward("other"), ifNoneExist: $"identifier={System}|other"),
                Entry(Ward("several"), ifNoneExist: $"identifier={System}|several")));
        }
    }

    [Fact]
    public async Task Bundles_at_once_with_the_same_conditions_make_one_of_each()
    {
        using var a = host.Hospital("conditions-c");
        var bundle = Bundle("transaction", Enumerable.Range(0, 30).Select(i => Entry(Ward($"at-once-{i}"), ifNoneExist: $"identifier={System}|at-once-{i}")));

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => a.Send(HttpMethod.Post, "", bundle.DeepClone())));

        Assert.All(all, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        for (var i = 0; i < 30; i++)
            Assert.Single(await a.Ids($"Organization?identifier={System}|at-once-{i}"));
    }

    // One more than are looked up in one round trip.
    [Fact]
    public async Task A_thousand_and_one_conditions_find_what_the_same_bundle_made_before()
    {
        using var a = host.Hospital("conditions-d");
        var bundle = Bundle("transaction", Enumerable.Range(0, 1_001).Select(i => Entry(Ward($"ward-{i}"), ifNoneExist: $"identifier={System}|ward-{i}")));

        var (first, second) = (await a.Post("", bundle.DeepClone()), await a.Post("", bundle.DeepClone()));

        Assert.Equal(Enumerable.Repeat("201", 1_001), Statuses(first));
        Assert.Equal(Enumerable.Repeat("200", 1_001), Statuses(second));

        static IEnumerable<string> Statuses(JsonObject answer) =>
            answer["entry"]!.AsArray().Select(entry => entry!["response"]!["status"]!.GetValue<string>()[..3]);
    }

    private static JsonObject Ward(string name) => new()
    {
        ["resourceType"] = "Organization", ["name"] = name,
        ["identifier"] = new JsonArray(new JsonObject { ["system"] = System, ["value"] = name }),
    };

    private static JsonObject Request(string method, string url, JsonObject? resource = null)
    {
        var entry = new JsonObject { ["request"] = new JsonObject { ["method"] = method, ["url"] = url } };
        if (resource is not null)
            entry["resource"] = resource;
        return entry;
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.Access;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary><c>GET /internal/people/{patient}/record</c>: what the model reads, and what changed since.</summary>
public sealed class FeedTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Diabetes = "type-2-diabetes";

    [Fact]
    public async Task Without_a_switch_that_is_on_nothing_is_read()
    {
        var person = await host.LinkedPerson();

        var lines = await Feed(person.Own);

        Assert.Equal("start", Kind(Assert.Single(lines)));
        Assert.Empty(lines[0]["outcomes"]!.AsArray());
    }

    [Fact]
    public async Task It_holds_all_sources_but_nothing_untold()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var fromA = await a.Create(Condition(person.AtA, "I10"));
        var fromB = await b.Create(Observation(person.AtB, "8480-6", 141m));
        var untold = await a.Create(Condition(person.AtA, "C34.9", $"{Labels.JapaneseSharing}|{Labels.Uninformed}"));
        await SwitchOn(person, Diabetes);

        var lines = await Feed(person.Own);

        Assert.Equal([Diabetes], lines[0]["outcomes"]!.AsArray().Select(one => one!.GetValue<string>()));
        var ids = lines.Skip(1).Select(line => line["id"]!.GetValue<string>()).ToList();
        Assert.Contains(fromA, ids);
        Assert.Contains(fromB, ids);
        Assert.DoesNotContain(untold, ids);
    }

    [Fact]
    public async Task After_a_position_come_changes_alone()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        var deleted = await a.Create(Condition(person.AtA, "I10"));
        var labelled = await a.Create(Condition(person.AtA, "E11.9"));
        await SwitchOn(person, Diabetes);
        var start = (await Feed(person.Own))[0];

        await a.Send(HttpMethod.Delete, $"Condition/{deleted}");
        var hidden = Condition(person.AtA, "E11.9", $"{Labels.JapaneseSharing}|{Labels.Uninformed}");
        hidden["id"] = labelled;
        await a.Send(HttpMethod.Put, $"Condition/{labelled}", hidden);
        var added = await a.Create(Observation(person.AtA, "8480-6", 128m));
        var lines = await Feed(person.Own, start);

        Assert.False(lines[0]["reset"]!.GetValue<bool>());
        Assert.Equal([("removed", deleted), ("removed", labelled), ("resource", added)], lines.Skip(1).Select(line => (Kind(line), line["id"]!.GetValue<string>())));
    }

    /// <summary>A line of it would be news, and news move what the person is told.</summary>
    [Fact]
    public async Task What_was_never_told_comes_changes_and_goes_without_a_line()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        await SwitchOn(person, Diabetes);
        var label = $"{Labels.JapaneseSharing}|{Labels.Uninformed}";
        var before = await a.Create(Condition(person.AtA, "C34.9", label));
        var start = (await Feed(person.Own))[0];

        foreach (var id in (string[])[before, await a.Create(Condition(person.AtA, "C34.9", label))])
        {
            var again = Condition(person.AtA, "C34.1", label);
            again["id"] = id;
            await a.Send(HttpMethod.Put, $"Condition/{id}", again);
            await a.Send(HttpMethod.Delete, $"Condition/{id}");
        }

        Assert.Equal("start", Kind(Assert.Single(await Feed(person.Own, start))));
    }

    [Fact]
    public async Task Undone_links_make_all_that_was_read_void()
    {
        var person = await host.LinkedPerson();
        using var phone = host.Phone(person.Own);
        await SwitchOn(person, Diabetes);
        var start = (await Feed(person.Own))[0];

        await phone.Send(HttpMethod.Delete, $"Consent/{person.Link}");
        var lines = await Feed(person.Own, start);

        Assert.True(lines[0]["reset"]!.GetValue<bool>());
        Assert.DoesNotContain(lines, line => line["source"]?.GetValue<string>() == "hospital-a");
    }

    [Fact]
    public async Task Only_the_model_reads_it()
    {
        var person = await host.LinkedPerson();
        using var other = host.Service("mobile");
        using var a = host.Hospital("hospital-a");

        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync(Path(person.Own))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await a.GetAsync(Path(person.Own))).StatusCode);
    }

    private async Task SwitchOn(Linked person, string outcome)
    {
        using var phone = host.Phone(person.Own);
        await phone.Create(Sharing.ModelUse(person.Own, outcome));
    }

    private async Task<List<JsonObject>> Feed(string own, JsonObject? from = null)
    {
        using var model = host.Service("model");
        var text = await model.GetStringAsync(Path(own) + (from is null ? "" : $"?after={from["position"]}&generation={from["generation"]}"));
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    private static string Path(string own) => $"../internal/people/{own}/record";

    private static string Kind(JsonObject line) => line["kind"]!.GetValue<string>();
}

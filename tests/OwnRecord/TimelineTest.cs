using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Intake;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.OwnRecord;

public sealed class TimelineTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Untold = "http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication|UNINFORMED";

    [Fact]
    public async Task All_sources_are_on_it_newest_clinical_date_first_each_with_its_source()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        await a.Create(Condition(person.AtA, "E11"));
        await b.Create(Observation(person.AtB, "8480-6", 128.50m, "2026-04-30T09:00:00+09:00"));
        await phone.Uploaded("watch", Uploads.HeartRate(Uploads.Morning, 60, 90), Uploads.BloodPressure(Uploads.Morning, 132, 84));

        var timeline = await phone.Get("timeline");

        var items = timeline["items"]!.AsArray().Select(item => item!).ToList();
        Assert.Equal(
            ["2026-05-01T07:00:00+09:00", "2026-05-01", "2026-04-30T09:00:00+09:00", "2025-04-01"], items.Select(item => item["date"]!.GetValue<string>()));
        Assert.Equal(
            [$"phone/{person.Own}", $"phone/{person.Own}", "hospital-b", "hospital-a"], items.Select(item => item["source"]!.GetValue<string>()));
        Assert.Equal(["血圧", "心拍数（1日平均）", "8480-6", "E11"], items.Select(item => item["title"]!["ja"]!.GetValue<string>()));
        Assert.Equal("Blood pressure panel with all children optional", items[0]["title"]!["en"]!.GetValue<string>());
        Assert.Equal(
            ["132/84 mmHg", "75 回/分（60–90）", "128.50 mmHg"], items.Take(3).Select(item => item["detail"]!["ja"]!.GetValue<string>()));
        Assert.Null(timeline["next"]);
        Assert.True(timeline["position"]!.GetValue<long>() >= items.Max(item => item["position"]!.GetValue<long>()));
    }

    [Fact]
    public async Task What_the_person_has_not_been_told_is_neither_there_nor_told_of()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        var told = await a.Create(Condition(person.AtA, "E11"));
        var position = (await phone.Get("timeline"))["position"]!.GetValue<long>();
        var before = (await phone.Get("sources"))["sources"]![1]!["resources"]!.GetValue<int>();

        await a.Create(Condition(person.AtA, "C34.9", Untold));

        Assert.Equal([told], Me.Ids(await phone.Get("timeline")));
        var changes = await phone.Get($"timeline/changes?after={position}");
        Assert.Empty(changes["items"]!.AsArray());
        Assert.Empty(changes["removed"]!.AsArray());
        Assert.Equal(before, (await phone.Get("sources"))["sources"]![1]!["resources"]!.GetValue<int>());
    }

    [Fact]
    public async Task Pages_show_each_entry_once_while_others_write()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        var ids = new List<string>();
        for (var i = 0; i < 12; i++)
            ids.Add(await a.Create(Observation(person.AtA, "8480-6", 120 + i, $"2026-05-{1 + (i / 2):00}T09:00:00+09:00")));

        var page = await phone.Get("timeline?count=5&type=Observation");
        var shown = Me.Ids(page).ToList();
        while (page["next"]?.GetValue<string>() is { } next)
        {
            await a.Create(Observation(person.AtA, "8480-6", 1, $"2026-05-0{1 + (shown.Count % 6)}T09:00:00+09:00"));
            var changed = Observation(person.AtA, "8480-6", 2, "2026-05-01T09:00:00+09:00");
            changed["id"] = ids[0];
            await a.Send(HttpMethod.Put, $"Observation/{ids[0]}", changed);
            page = await phone.Get($"timeline?cursor={next}");
            shown.AddRange(Me.Ids(page));
        }

        Assert.Equal(12, shown.Count);
        Assert.Equal(ids.Order(), shown.Order());
    }

    [Fact]
    public async Task It_is_filtered_by_type_source_and_time()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var condition = await a.Create(Condition(person.AtA, "E11"));
        var early = await a.Create(Observation(person.AtA, "8480-6", 120, "2026-04-30T23:59:00+09:00"));
        var late = await b.Create(Observation(person.AtB, "8480-6", 121, "2026-05-01T00:00:00+09:00"));

        Assert.Equal([condition], Me.Ids(await phone.Get("timeline?type=Condition")));
        Assert.Equal([late, early, condition], Me.Ids(await phone.Get("timeline?type=Condition,Observation")));
        Assert.Equal([late], Me.Ids(await phone.Get("timeline?source=hospital-b")));
        Assert.Equal([late], Me.Ids(await phone.Get("timeline?from=2026-05-01")));
        Assert.Equal([early, condition], Me.Ids(await phone.Get("timeline?to=2026-04-30")));
        Assert.Equal([early], Me.Ids(await phone.Get("timeline?from=2026-04&to=2026-04")));
    }

    [Theory]
    [InlineData("timeline?type=Patient", "type")]
    [InlineData("timeline?type=", "type")]
    [InlineData("timeline?tpye=Condition", "tpye")]
    [InlineData("timeline?count=0", "count")]
    [InlineData("timeline?count=201", "count")]
    [InlineData("timeline?from=yesterday", "from")]
    [InlineData("timeline?cursor=made-up", "cursor")]
    [InlineData("timeline/changes", "after")]
    [InlineData("timeline/changes?after=-1", "after")]
    [InlineData("timeline/changes?after=999999999", "after")]
    public async Task A_question_that_is_none_is_refused_with_its_place(string path, string place)
    {
        using var phone = host.Phone(await host.NewPerson(Sharing.NewInsuredNumber()));

        var (status, problem, _) = await phone.Ask(HttpMethod.Get, path);

        Assert.Equal((HttpStatusCode.BadRequest, place), (status, problem["place"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_cursor_is_of_use_to_nobody_else()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        using var other = host.Phone(await host.NewPerson(Sharing.NewInsuredNumber()));
        await a.Create(Condition(person.AtA, "E11"));
        await a.Create(Condition(person.AtA, "I10"));
        var next = (await phone.Get("timeline?count=1"))["next"]!.GetValue<string>();

        Assert.Equal(HttpStatusCode.BadRequest, (await other.Ask(HttpMethod.Get, $"timeline?cursor={next}")).Status);
        Assert.Single(Me.Ids(await phone.Get($"timeline?cursor={next}")));
    }

    [Fact]
    public async Task Changes_are_what_is_new_changed_and_gone_since_a_position()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        var stays = await a.Create(Condition(person.AtA, "E11"));
        var goes = await a.Create(Condition(person.AtA, "I10"));
        var hides = await a.Create(Condition(person.AtA, "C34.9"));
        var position = (await phone.Get("timeline"))["position"]!.GetValue<long>();

        var fresh = await a.Create(Condition(person.AtA, "J45"));
        await a.Send(HttpMethod.Delete, $"Condition/{goes}");
        var hidden = Condition(person.AtA, "C34.9", Untold);
        hidden["id"] = hides;
        await a.Send(HttpMethod.Put, $"Condition/{hides}", hidden);
        var changes = await phone.Get($"timeline/changes?after={position}");

        Assert.Equal([fresh], Me.Ids(changes));
        Assert.Equal(
            new[] { goes, hides }.Order(), changes["removed"]!.AsArray().Select(gone => gone!["id"]!.GetValue<string>()).Order());
        Assert.False(changes["reset"]!.GetValue<bool>());
        var later = changes["position"]!.GetValue<long>();
        Assert.Empty(Me.Ids(await phone.Get($"timeline/changes?after={later}")));
        Assert.Contains(stays, Me.Ids(await phone.Get("timeline")));
    }

    [Fact]
    public async Task Five_hundred_changes_are_told_one_by_one_and_one_more_begins_anew()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        var created = await a.Post("", Bundle("transaction", Enumerable.Range(0, 500).Select(_ => Entry(Condition(person.AtA, "I10")))));
        var locations = created["entry"]!.AsArray().Select(entry => entry!["response"]!["location"]!.GetValue<string>().Split('/'));
        var position = (await phone.Get("timeline"))["position"]!.GetValue<long>();

        await a.Post("", Bundle("transaction", locations.Select(at => new JsonObject
        {
            ["request"] = new JsonObject { ["method"] = "DELETE", ["url"] = $"Condition/{at[1]}" },
        })));
        var gone = await phone.Get($"timeline/changes?after={position}");
        var fresh = await a.Create(Condition(person.AtA, "E11"));
        var more = await phone.Get($"timeline/changes?after={position}");

        Assert.Equal((false, 500), (gone["reset"]!.GetValue<bool>(), gone["removed"]!.AsArray().Count));
        Assert.Equal((true, 0), (more["reset"]!.GetValue<bool>(), more["removed"]!.AsArray().Count));
        Assert.Equal([fresh], Me.Ids(more));
    }

    [Fact]
    public async Task A_link_or_its_end_begins_the_timeline_anew()
    {
        var insured = Sharing.NewInsuredNumber();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(await host.NewPerson(insured));
        var atA = await a.Create(Patient("Own", insured));
        var condition = await a.Create(Condition(atA, "E11"));
        var position = (await phone.Get("timeline"))["position"]!.GetValue<long>();

        var consent = await phone.Link(atA);
        var linked = await phone.Get($"timeline/changes?after={position}");
        await phone.Ask(HttpMethod.Delete, $"links/{consent}");
        var parted = await phone.Get($"timeline/changes?after={linked["position"]}");

        Assert.Equal((true, condition), (linked["reset"]!.GetValue<bool>(), Me.Ids(linked).Single()));
        Assert.True(parted["reset"]!.GetValue<bool>());
        Assert.Empty(Me.Ids(parted));
    }
}

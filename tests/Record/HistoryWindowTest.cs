using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Planets.Record.Versions;
using Phr.Planets.Search;
using Phr.Platform.Identity;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>A page of a history by type or of all goes through so many positions of the log, however few of them its reader may see.</summary>
public sealed class HistoryWindowTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const int Window = 10;

    [Theory]
    [InlineData("Observation")]
    [InlineData(null)]
    public async Task Pages_end_where_their_window_does_and_together_hold_what_the_reader_may_see(string? type)
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var (atA, atB) = (await a.Create(Patient("Window")), await b.Create(Patient("Window")));
        var own = new List<string> { await b.Create(Observation(atB, "early", 1m)) };
        for (var i = 0; i < 3 * Window; i++)
            await a.Create(Observation(atA, "hidden", i));
        own.Add(await b.Create(Observation(atB, "late", 2m)));
        var head = (await Log().Head(default)).Position;

        var pages = await Pages(new HistoryRequest(new HistoryScope(type, null), null, null, 50, null), "hospital-b");

        Assert.Equal((int)Math.Ceiling(head / (double)Window), pages.Count);
        Assert.Contains(pages, page => page.Entries.Count == 0);
        Assert.All(pages, page => Assert.True(page.Entries.Count == 0 || page.Entries[0].Place.Position - page.Entries[^1].Place.Position < Window));
        var seen = pages.SelectMany(page => page.Entries).ToList();
        Assert.Equal(own.AsEnumerable().Reverse(), seen.Where(entry => entry.Type == "Observation" && own.Contains(entry.Id)).Select(entry => entry.Id));
        Assert.Equal(seen.Select(entry => entry.Place.Position).OrderDescending().Distinct(), seen.Select(entry => entry.Place.Position));
        Assert.DoesNotContain(seen, entry => Encoding.UTF8.GetString(entry.Body.Span).Contains("hidden", StringComparison.Ordinal));
    }

    [Fact]
    public async Task At_the_window_there_is_one_page_and_one_position_more_makes_two()
    {
        using var a = host.Hospital("hospital-a");
        await a.Create(Patient("Limit"));
        var head = (await Log().Head(default)).Position;
        var request = new HistoryRequest(new HistoryScope("Observation", null), null, null, 1_000, null);

        Assert.Null((await Run((int)head).Page(request, Reader("hospital-a"), default)).Next);
        Assert.NotNull((await Run((int)head - 1).Page(request, Reader("hospital-a"), default)).Next);
    }

    [Fact]
    public async Task What_is_hidden_changes_nothing_of_where_pages_end()
    {
        using var a = host.Hospital("hospital-a");
        var atA = await a.Create(Patient("Same"));
        for (var i = 0; i < Window; i++)
            await a.Create(Observation(atA, "hidden", i));
        var request = new HistoryRequest(new HistoryScope("Observation", null), null, null, 50, null);
        var condition = request with { Scope = new HistoryScope("Condition", null) };

        var ofHidden = (await Pages(request, "hospital-c")).Select(page => page.Next);
        var ofNothing = (await Pages(condition, "hospital-c")).Select(page => page.Next);

        Assert.Equal(ofNothing, ofHidden);
    }

    [Fact]
    public async Task Since_ends_the_pages_and_a_persons_own_history_has_no_windows()
    {
        var person = await host.LinkedPerson();
        using var phone = host.Phone(person.Own);
        for (var i = 0; i < 2 * Window; i++)
            await phone.Create(Observation(person.Own, "own", i));
        var since = DateTimeOffset.UtcNow.AddHours(1);
        var request = new HistoryRequest(new HistoryScope("Observation", null), null, null, 50, null);

        Assert.Single(await Pages(request with { Since = since }, "hospital-a"));
        var page = await Run(Window).Page(
            request, new Visibility(new RecordReader.Person(person.Own), SmartScopes("patient/*.cruds"), ScopeAccess.Search, Keys()), default);
        Assert.Equal((2 * Window, null), (page.Entries.Count, page.Next));
    }

    [Fact]
    public async Task Of_one_resource_pages_end_after_so_many_versions_and_together_hold_all()
    {
        using var a = host.Hospital("hospital-a");
        var id = await Versions(a, 3 * Window - 1);
        await a.Send(HttpMethod.Delete, $"Location/{id}");
        var request = new HistoryRequest(new HistoryScope("Location", id), null, null, 50, null);

        var pages = await Pages(request, "hospital-a");
        var counted = await Pages(request with { Count = 4 }, "hospital-a");

        Assert.Equal([Window, Window, Window], pages.Select(page => page.Entries.Count));
        var versions = Enumerable.Range(1, 3 * Window).Reverse().ToList();
        Assert.Equal(versions, pages.SelectMany(page => page.Entries).Select(entry => entry.Version));
        Assert.Equal(versions, counted.SelectMany(page => page.Entries).Select(entry => entry.Version));
        Assert.All(counted, page => Assert.InRange(page.Entries.Count, 1, 4));
        Assert.True(pages[0].Entries[0].IsDeletion);
        var since = new DateTimeOffset(pages[0].Entries[^1].Place.At, TimeSpan.Zero);
        Assert.Equal(
            versions[..Window], (await Pages(request with { Since = since }, "hospital-a")).SelectMany(page => page.Entries)
                .Select(entry => entry.Version));
        Assert.Null((await Run(3 * Window).Page(request, Reader("hospital-a"), default)).Next);
        Assert.NotNull((await Run(3 * Window - 1).Page(request, Reader("hospital-a"), default)).Next);
    }

    [Fact]
    public async Task A_page_ends_when_its_bodies_have_so_many_bytes()
    {
        using var a = host.Hospital("hospital-a");
        var id = await Versions(a, 6);
        var request = new HistoryRequest(new HistoryScope("Location", id), null, null, 50, null);
        var size = (await Run(Window).Page(request, Reader("hospital-a"), default)).Entries.Max(entry => entry.Body.Length);
        var run = new HistoryRun(host.Database, Log()) { Bytes = 2 * size };

        var versions = new List<int>();
        for (VersionPlace? after = null; versions.Count == 0 || after is not null;)
        {
            var page = await run.Page(request with { After = after }, Reader("hospital-a"), default);
            Assert.InRange(page.Entries.Count, 1, 3);
            versions.AddRange(page.Entries.Select(entry => entry.Version));
            after = page.Next;
        }
        Assert.Equal([6, 5, 4, 3, 2, 1], versions);
    }

    [Fact]
    public async Task Links_lead_through_the_versions_of_one_resource_and_what_is_hidden_is_not_there()
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var patient = await a.Create(Patient("Hidden"));
        var own = await Versions(a, 7);

        var seen = new List<string>();
        for (string? next = $"Location/{own}/_history?_count=3"; next is not null;)
        {
            var page = await a.Search(next);
            seen.AddRange(page["entry"]!.AsArray().Select(entry => entry!["response"]!["etag"]!.GetValue<string>()));
            next = Search.SearchPages.Next(page);
        }
        var (status, _, _) = await b.Send(HttpMethod.Get, $"Patient/{patient}/_history");

        Assert.Equal(Enumerable.Range(1, 7).Reverse().Select(version => $"W/\"{version}\""), seen);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, status);
    }

    private static async Task<string> Versions(HttpClient http, int count)
    {
        var location = new JsonObject { ["resourceType"] = "Location", ["name"] = "1" };
        var id = await http.Create(location);
        location["id"] = id;
        for (var version = 2; version <= count; version++)
        {
            location["name"] = $"{version}";
            await http.Send(HttpMethod.Put, $"Location/{id}", location);
        }
        return id;
    }

    private async Task<List<HistoryPage>> Pages(HistoryRequest request, string organisation)
    {
        var pages = new List<HistoryPage>();
        for (VersionPlace? after = null; pages.Count == 0 || after is not null; after = pages[^1].Next)
            pages.Add(await Run(Window).Page(request with { After = after }, Reader(organisation), default));
        return pages;
    }

    private HistoryRun Run(int window) => new(host.Database, Log()) { Window = window };

    private Visibility Reader(string organisation) =>
        new(new RecordReader.Care(organisation, "TREAT"), SmartScopes("system/*.cruds"), ScopeAccess.Search, Keys());

    private Reader Log() => host.Services.GetRequiredService<Reader>();

    private TokenKeys Keys() => host.Services.GetRequiredService<TokenKeys>();

    private static ScopeSet SmartScopes(string scope) => ScopeSet.Parse([scope]);
}

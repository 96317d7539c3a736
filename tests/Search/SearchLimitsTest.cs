using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Search;

/// <summary>Limits of what a search costs, at the limit and one past it.</summary>
public sealed class SearchLimitsTest(RecordHost host) : IClassFixture<RecordHost>
{
    /// <summary>Resources that a page includes, and matches that are sorted by their bodies.</summary>
    private const int Many = InclusionRun.IncludedMax;

    private const int OfOneBundle = 2_500;

    [Fact]
    public async Task Five_thousand_resources_are_included_and_sorted_by_their_codes_and_one_more_is_told_or_refused()
    {
        using var hospital = host.Hospital("hospital-a");
        var patient = await hospital.Create(Patient("Many"));
        for (var i = 0; i < Many; i += OfOneBundle)
        {
            await hospital.Post("", Bundle("transaction",
                Enumerable.Range(i, OfOneBundle).Select(n => Entry(Observation(patient, $"c{Many - n:0000}", n)))));
        }
        var including = $"Patient?_id={patient}&_revinclude=Observation:patient";
        var sorted = $"Observation?patient={patient}&_sort=code&_count=3";

        Assert.Equal((Many, false), Included(await hospital.Search(including)));
        var first = await hospital.Search(sorted);
        Assert.Equal(["c0001", "c0002", "c0003"], Codes(first));
        Assert.Equal(["c0004", "c0005", "c0006"], Codes(await hospital.Search(SearchPages.Next(first)!)));

        await hospital.Create(Observation(patient, "c0000", 1m));

        Assert.Equal((Many, true), Included(await hospital.Search(including)));
        var (status, outcome, _) = await hospital.Send(HttpMethod.Get, sorted);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("too-costly", outcome["issue"]![0]!["code"]!.GetValue<string>());
        // The pages of a search that began before go on.
        Assert.Equal(["c0004", "c0005", "c0006"], Codes(await hospital.Search(SearchPages.Next(first)!)));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(InclusionRun.RoundsMax, false)]
    [InlineData(InclusionRun.RoundsMax + 1, true)]
    public async Task Inclusions_go_on_for_a_number_of_rounds_and_say_when_there_would_be_more(int above, bool isCut)
    {
        using var hospital = host.Hospital("hospital-a");
        var chain = new List<string>();
        for (var i = 0; i <= above; i++)
            chain.Add(await hospital.Create(Ward(chain.LastOrDefault())));

        var found = await hospital.Search($"Organization?_id={chain[^1]}&_include:iterate=Organization:partof");
        var once = await hospital.Search($"Organization?_id={chain[^1]}&_include=Organization:partof");
        var back = await hospital.Search($"Organization?_id={chain[0]}&_revinclude:iterate=Organization:partof");

        Assert.Equal((Math.Min(above, InclusionRun.RoundsMax), isCut), Included(found));
        Assert.Equal((1, false), Included(once));
        Assert.Equal((Math.Min(above, InclusionRun.RoundsMax), isCut), Included(back));
    }

    [Fact]
    public async Task A_page_looks_up_a_limited_number_of_references_found_or_not()
    {
        using var hospital = host.Hospital("hospital-a");
        var codes = new Inclusion(null, null, null, Reverse: true, Iterate: false).Codes.Count;
        var atLimit = InclusionRun.LookUpsMax / codes;
        var ward = Ward(null);
        ward["name"] = "LookedUp";
        await hospital.Post("", Bundle("transaction", Enumerable.Range(0, atLimit + 1).Select(_ => Entry(ward.DeepClone().AsObject()))));
        const string wards = "Organization?name=LookedUp&_revinclude=*";

        Assert.Equal((0, false), Included(await hospital.Search($"{wards}&_count={atLimit}")));
        Assert.Equal((0, true), Included(await hospital.Search($"{wards}&_count={atLimit + 1}")));
    }

    [Fact]
    public async Task Inclusions_that_lead_in_a_circle_come_once()
    {
        using var hospital = host.Hospital("hospital-a");
        var first = await hospital.Create(Ward(null));
        var second = await hospital.Create(Ward(first));
        var changed = Ward(second);
        changed["id"] = first;
        await hospital.Send(HttpMethod.Put, $"Organization/{first}", changed);

        var found = await hospital.Search($"Organization?_id={first}&_include:iterate=Organization:partof");

        Assert.Equal((1, false), Included(found));
    }

    [Theory]
    [InlineData(SearchRequest.InclusionsMax, true)]
    [InlineData(SearchRequest.InclusionsMax + 1, false)]
    public Task Inclusions_of_a_search_are_limited(int inclusions, bool isAnswered) => Answered(
        $"Observation?_id=none{string.Concat(Enumerable.Repeat("&_include=Observation:subject", inclusions))}", isAnswered);

    [Theory]
    [InlineData(50, true)]
    [InlineData(51, false)]
    public Task Words_of_a_text_search_are_limited(int words, bool isAnswered) => Answered(
        $"Patient?_content={string.Join("%20", Enumerable.Range(0, words).Select(number => $"w{number}"))}", isAnswered);

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    public Task Characters_of_a_text_search_are_limited(int characters, bool isAnswered) =>
        Answered($"Patient?_content={new string('w', characters)}", isAnswered);

    private async Task Answered(string path, bool isAnswered)
    {
        using var a = host.Hospital("hospital-limits");

        var (status, answer, _) = await a.Send(HttpMethod.Get, path);

        Assert.Equal(
            isAnswered ? (HttpStatusCode.OK, null) : (HttpStatusCode.BadRequest, "too-costly"),
            (status, (string?)answer["issue"]?[0]!["code"]));
    }

    [Theory]
    [InlineData(CriterionParser.TypesMax, HttpStatusCode.OK)]
    [InlineData(CriterionParser.TypesMax + 1, HttpStatusCode.BadRequest)]
    public async Task Types_are_limited_where_a_parameter_means_something_else_in_each(int types, HttpStatusCode expected)
    {
        using var hospital = host.Hospital("hospital-a");
        var named = string.Join(',', ResourceTypes.All.Where(type => SearchParameters.Find(type, "patient") is not null).Take(types));

        var (own, answer, _) = await hospital.Send(HttpMethod.Get, $"?_type={named}&patient=Patient/1");
        var (common, _, _) = await hospital.Send(HttpMethod.Get, $"?_type={named}&_lastUpdated=ge2026");

        Assert.Equal(types, named.Split(',').Length);
        Assert.True(expected == own, $"{(int)own} {answer}");
        Assert.Equal(HttpStatusCode.OK, common);
    }

    private static (int Included, bool IsCut) Included(JsonObject bundle)
    {
        var modes = bundle["entry"]!.AsArray().GroupBy(entry => entry!["search"]!["mode"]!.GetValue<string>())
            .ToDictionary(mode => mode.Key, mode => mode.ToArray());
        var outcome = modes.GetValueOrDefault("outcome") is [var only] ? only!["resource"]!["issue"]![0]!["code"]!.GetValue<string>() : null;
        Assert.True(outcome is null or "incomplete", outcome);
        return (modes.GetValueOrDefault("include")?.Length ?? 0, outcome is not null);
    }

    private static IEnumerable<string> Codes(JsonObject bundle) =>
        bundle["entry"]!.AsArray().Select(entry => entry!["resource"]!["code"]!["coding"]![0]!["code"]!.GetValue<string>());

    private static JsonObject Ward(string? partOf)
    {
        var ward = new JsonObject { ["resourceType"] = "Organization", ["name"] = "Ward" };
        if (partOf is not null)
            ward["partOf"] = new JsonObject { ["reference"] = $"Organization/{partOf}" };
        return ward;
    }
}

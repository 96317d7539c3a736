using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.OwnRecord;
using Phr.Tests.Record;
using Phr.Tests.Search.Custom;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Search.Text;

/// <summary>Search by the words of the narrative and of all texts. R4 search.html#content.</summary>
public sealed class TextSearchTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Own = "identifier=https://site.example/text|1";

    private static readonly SemaphoreSlim Once = new(1);
    private static bool s_isWritten;

    [Theory]
    [InlineData("_text=liver", "liver both")]
    [InlineData("_text=LIVER", "liver both")]
    [InlineData("_text=bone liver", "both")]
    [InlineData("_text=bone and liver", "both")]
    [InlineData("_text=bone OR liver", "bone liver both")]
    [InlineData("_text=bone,liver", "bone liver both")]
    [InlineData("_text=(bone OR liver) and metastases", "liver")]
    [InlineData("_text=(bone OR liver) and not metastases", "bone both")]
    [InlineData("_text=bone or liver metastases", "bone liver both")]
    [InlineData("_text=\"bone liver\"", "both")]
    [InlineData("_text=not liver", "bone stomach")]
    [InlineData("_text=not (not (liver))", "liver both")]
    [InlineData("_text=胃癌", "stomach")]
    [InlineData("_text=癌", "stomach")]
    [InlineData("_text=癌胃", "")]
    [InlineData("_text=いがん", "")]
    [InlineData("_text=ヘモグロビン", "stomach")]
    [InlineData("_text=ﾍﾓｸﾞﾛﾋﾞﾝ", "stomach")]
    [InlineData("_text=へもぐろびん", "stomach")]
    [InlineData("_text=noted", "")]
    [InlineData("_content=noted", "bone")]
    [InlineData("_content=text-code", "bone liver both stomach")]
    [InlineData("_content=liver", "liver both")]
    [InlineData("_content=liver&_text=metastases", "liver")]
    public async Task A_text_search_finds_what_it_says(string query, string expected)
    {
        using var hospital = await Written();
        var parts = query.Split('&').Select(part => part.Split('=')).Select(pair => $"{pair[0]}={Uri.EscapeDataString(pair[1])}");

        var found = await hospital.Found($"Observation?{string.Join('&', parts)}&{Own}");

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), found.Order());
    }

    [Fact]
    public async Task Text_is_searched_over_chains_types_pages_and_as_of_a_moment()
    {
        using var hospital = await Written();
        await hospital.Found($"Observation?_text=liver&{Own}");
        var first = await hospital.Search($"Observation?_text=liver or bone&{Own}&_count=2&_sort=_id");
        await Task.Delay(1_100);
        var before = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        await Task.Delay(1_100);
        var changed = Reading(await PatientId(hospital), "changing", "spleen");
        await Put(hospital, changed);

        Assert.Equal(["bone", "both", "liver"], await SearchPages.From(hospital, first));
        Assert.Single(await hospital.Found($"Patient?_has:Observation:patient:_text=spleen"));
        Assert.Equal(["liver"], (await hospital.Found($"?_type=Observation,Condition&_text=metastases&{Own}")));
        Assert.Equal(["changing"], await hospital.Found("Observation?_text=spleen"));
        Assert.Empty(await hospital.Found($"Observation?_text=spleen&_asOf={before}"));
        changed["text"]!["div"] = Div("kidney");
        await hospital.Send(HttpMethod.Put, "Observation/changing", changed);
        Assert.Empty(await hospital.Found("Observation?_text=spleen"));
        Assert.Equal(["changing"], await hospital.Found("Observation?_text=kidney"));
    }

    [Fact]
    public async Task The_index_holds_no_words_and_nothing_of_what_is_erased()
    {
        using var hospital = await Written();
        var person = await host.LinkedPerson();
        using var phone = host.Phone(person.Own);
        var reading = Reading(person.Own, "unused", "erasable");
        reading.Remove("id");
        await phone.Create(reading);
        Assert.Single(await phone.Found("Observation?_text=erasable"));
        var stream = await host.Count($"select stream from record.membership where patient = '{person.Own}'");
        var rows = $"select count(*) from search.words w join log.event e on e.position = w.position where e.stream = {stream}";
        Assert.True(await host.Count(rows) > 0);
        Assert.Equal(0, await host.Count("select count(*) from search.words w where w::text ilike '%erasable%' or w::text ilike '%liver%'"));

        await phone.Ask(HttpMethod.Post, $"streams/{person.Own}/erase", new JsonObject { ["reason"] = "gone" });

        await host.Becomes(0, rows);
    }

    [Theory]
    [InlineData("_text=", "invalid")]
    [InlineData("_text=...", "invalid")]
    [InlineData("_text=(bone", "invalid")]
    [InlineData("_text=bone)", "invalid")]
    [InlineData("_text=bone and", "invalid")]
    [InlineData("_text=or bone", "invalid")]
    [InlineData("_text=not", "invalid")]
    [InlineData("_text:exact=bone", "not-supported")]
    [InlineData("_content:not=bone", "not-supported")]
    public async Task What_is_no_text_search_is_refused(string query, string code)
    {
        using var hospital = host.Hospital("hospital-a");

        var (status, outcome, _) = await hospital.Send(HttpMethod.Get, $"Observation?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, code), (status, outcome["issue"]![0]!["code"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(1_000, 1, 1, HttpStatusCode.OK)]
    [InlineData(1_001, 1, 1, HttpStatusCode.BadRequest)]
    [InlineData(1, 50, 1, HttpStatusCode.OK)]
    [InlineData(1, 51, 1, HttpStatusCode.BadRequest)]
    [InlineData(1, 1, 10, HttpStatusCode.OK)]
    [InlineData(1, 1, 11, HttpStatusCode.BadRequest)]
    public async Task Characters_words_and_depth_are_limited(int letters, int words, int depth, HttpStatusCode expected)
    {
        using var hospital = await Written();
        // With its parentheses the text has as many characters as it says.
        var word = new string('x', letters == 1 ? 1 : letters - 2 * depth);
        var text = new string('(', depth) + string.Join(' ', Enumerable.Repeat(word, words)) + new string(')', depth);
        await hospital.Found($"Observation?_text=liver&{Own}");

        Assert.Equal(expected, (await hospital.Send(HttpMethod.Get, $"Observation?_text={text}")).Status);
    }

    [Fact]
    public async Task Random_text_searches_never_fault()
    {
        string[] pieces = ["bone", "胃癌", " ", "(", ")", "\"", " and ", " or ", " not ", ",", "\\", "'", "%", "\u0000", "\ud83d", "é", "🙂", "-", "　"];
        using var hospital = await Written();
        await hospital.Found($"Observation?_text=liver&{Own}");
        var chance = new Random(6);
        for (var i = 0; i < 300; i++)
        {
            var text = string.Concat(Enumerable.Range(0, 1 + chance.Next(9)).Select(_ => pieces[chance.Next(pieces.Length)]));
            var (status, body, _) = await hospital.Send(HttpMethod.Get, $"Observation?_text={Uri.EscapeDataString(text)}&_count=1");
            Assert.True((int)status is 200 or 400, $"{(int)status} {text} {body}");
        }
    }

    [Fact]
    public async Task Conditions_of_writes_take_text_searches()
    {
        using var hospital = await Written();
        var reading = Reading(await PatientId(hospital), "conditional", "liver");

        var (several, outcome, _) = await hospital.Send(HttpMethod.Post, "Observation", reading, ("If-None-Exist", "_text=liver"));
        var (one, found, _) = await hospital.Send(HttpMethod.Post, "Observation", reading, ("If-None-Exist", "_text=liver and metastases"));

        Assert.Equal((HttpStatusCode.PreconditionFailed, "multiple-matches"), (several, outcome["issue"]![0]!["code"]!.GetValue<string>()));
        Assert.Equal((HttpStatusCode.OK, "liver"), (one, found["id"]!.GetValue<string>()));
    }

    private async Task<HttpClient> Written()
    {
        var hospital = host.Hospital("hospital-a");
        await Once.WaitAsync();
        try
        {
            if (s_isWritten)
                return hospital;
            var patient = await hospital.Create(Patient("Text"));
            await Put(hospital, Reading(patient, "bone", "Bone pain", "Noted by hand"));
            await Put(hospital, Reading(patient, "liver", "Liver, with metastases"));
            await Put(hospital, Reading(patient, "both", "Bone and liver"));
            await Put(hospital, Reading(patient, "stomach", "早期の胃癌。ヘモグロビン低下"));
            s_isWritten = true;
        }
        finally
        {
            Once.Release();
        }
        return hospital;
    }

    private static async Task<string> PatientId(HttpClient hospital) =>
        (await hospital.Search("Observation/bone"))["subject"]!["reference"]!.GetValue<string>().Split('/')[1];

    private static async Task Put(HttpClient hospital, JsonObject resource)
    {
        var (status, body, _) = await hospital.Send(HttpMethod.Put, $"Observation/{resource["id"]}", resource);
        Assert.True(status == HttpStatusCode.Created, body.ToJsonString());
    }

    private static JsonObject Reading(string patient, string id, string narrative, string? note = null)
    {
        var observation = Observation(patient, "text-code", 1m);
        observation["id"] = id;
        observation["identifier"] = new JsonArray(new JsonObject { ["system"] = "https://site.example/text", ["value"] = "1" });
        observation["text"] = new JsonObject { ["status"] = "generated", ["div"] = Div(narrative) };
        if (note is not null)
            observation["note"] = new JsonArray(new JsonObject { ["text"] = note });
        return observation;
    }

    private static string Div(string text) => $"<div xmlns=\"http://www.w3.org/1999/xhtml\">{text}</div>";
}

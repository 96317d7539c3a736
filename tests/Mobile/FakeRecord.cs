using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Phr.Consent.Consents;
using Phr.Platform.Hosting;

namespace Phr.Tests.Mobile;

/// <summary>
/// What the services behind mobile-api hold: a record with its sources and entries, and Consents that are refused as
/// consent-service refuses them. Behaves as planets-server's and model-service's interfaces say.
/// </summary>
internal sealed class FakeRecord
{
    private static readonly Party[] Parties =
    [
        new("hospital-a", "みなと病院", "Minato Hospital", false), new("hospital-b", "さくら病院", "Sakura Hospital", false),
        new("hospital-c", "ひかり医院", "Hikari Clinic", false), new("study-1", "生活習慣病の研究", "Study of lifestyle disease", true),
    ];

    public List<JsonObject> Consents { get; } = [];

    public bool LinkedB { get; set; }

    public int Position { get; set; } = 4820;

    /// <summary>Added to each probability once a reading has come.</summary>
    public double Shift { get; set; }

    /// <summary>Whether two models answer, side by side.</summary>
    public bool HasTwoModels { get; set; }

    public void Map(WebApplication app)
    {
        app.MapGet("/people/me/sources", () => Json(Household.Sources(LinkedB)));
        app.MapGet("/people/me/matches", () => Json(Household.Matches(LinkedB)));
        app.MapPost("/people/me/links", Link);
        app.MapDelete("/people/me/links/{id}", Unlink);
        app.MapGet("/people/me/timeline", (string? type, string? source, int? count, string? cursor) =>
            Json(Household.Timeline(type, source, count ?? 50, cursor, LinkedB, Position)));
        app.MapGet("/people/me/timeline/changes", (long after) => Json(Household.Changes(after, Position)));
        app.MapPost("/people/me/readings", Upload);
        app.MapPost("/people/me/streams/{patient}/erase", (string patient) => patient == FakePlatform.Person
            ? Json(new { id = "certificate-7", events = 240 })
            : Refuse(409, "The source has a duty to keep this until 2031."));
        app.MapGet("/people/me/risks", () => Json(HasTwoModels
            ? Household.RisksOfTwo(Household.On(Consents), Position) : Household.Risks(Household.On(Consents), Position, Shift)));
        app.MapGet("/internal/people/{patient}/accesses", (long? before) => Json(Household.Accesses(before)));
        app.MapGet("/parties", () => Json(new
        {
            parties = Parties.Select(party => new
            {
                code = party.Code, name = new { ja = party.NameJa, en = party.NameEn }, isStudy = party.IsStudy,
            }),
        }));
        app.MapPost("/people/me/sentences",
            (JsonElement body) => Json(new { meanings = body.GetProperty("consents").EnumerateArray().Select(Said) }));
        app.MapGet("/fhir/Consent", Search);
        app.MapGet("/fhir/Consent/{id}",
            (string id) => Find(id) is { } consent ? Json(consent) : Outcome(404, "not-found", "Nothing is here."));
        app.MapPost("/fhir/Consent", (JsonElement body) => Store(JsonObject.Create(body)!, null));
        app.MapPut("/fhir/Consent/{id}", (HttpRequest request, JsonElement body) =>
            Store(JsonObject.Create(body)!, request.Headers.IfMatch.ToString()));
        app.MapGet("/fhir/{type}/{id}", (string type, string id) => Household.Entry(type, id) is { } entry
            ? Json(entry)
            : Outcome(404, "not-found", "Nothing is here."));
    }

    private static object Said(JsonElement consent)
    {
        var (meaning, _) = ConsentMeaning.Of(consent, DateTimeOffset.UtcNow, Party);
        return new { kind = meaning!.Kind, sentence = new { ja = meaning.Sentence.Ja, en = meaning.Sentence.En },
            inForce = meaning.InForce };
    }

    private static Party? Party(string code) => Parties.FirstOrDefault(party => party.Code == code);

    private IResult Link()
    {
        (LinkedB, Position) = (true, Position + 1);
        return Results.Json(new { consent = "Consent/link-b" }, statusCode: 201);
    }

    private IResult Unlink()
    {
        (LinkedB, Position) = (false, Position + 1);
        return Results.NoContent();
    }

    private IResult Upload(JsonElement batch)
    {
        (Position, Shift) = (Position + 1, 0.02);
        return Json(new
        {
            position = Position, counts = new { stored = batch.GetProperty("items").GetArrayLength() },
            results = batch.GetProperty("items").EnumerateArray()
                .Select(item => new { index = 0, clientId = item.GetProperty("clientId").GetString(), result = "stored" }),
        });
    }

    // Two a page, so that whoever reads them has to go on.
    private IResult Search(HttpRequest request)
    {
        var from = int.TryParse(request.Query["after"], out var after) ? after : 0;
        var active = Consents.Where(consent => consent["status"]!.GetValue<string>() == "active").ToList();
        var link = from + 2 < active.Count
            ? new[]
            {
                new { relation = "next", url = $"https://public.example/fhir/Consent?patient={FakePlatform.Person}&after={from + 2}" },
            }
            : [];
        return Json(new { resourceType = "Bundle", type = "searchset", link,
            entry = active.Skip(from).Take(2).Select(resource => new { resource }) });
    }

    private IResult Store(JsonObject consent, string? ifMatch)
    {
        var (meaning, refusal) = ConsentMeaning.Of(JsonSerializer.SerializeToElement(consent), DateTimeOffset.UtcNow, Party);
        if (meaning is null)
            return Outcome(422, refusal!.Code!, refusal.Reason, refusal.Place);
        var old = Find(consent["id"]?.GetValue<string>() ?? "");
        var version = old is null ? 0 : int.Parse(old["meta"]!["versionId"]!.GetValue<string>());
        if (old is not null && ifMatch != $"W/\"{version}\"")
            return Outcome(412, "conflict", "The version is not the latest.");
        consent["id"] ??= $"c{Consents.Count + 1}";
        consent["meta"] = new JsonObject { ["versionId"] = $"{version + 1}" };
        if (old is null)
            Consents.Add(consent);
        else
            Consents[Consents.IndexOf(old)] = consent;
        Position++;
        return Results.Json(consent, statusCode: old is null ? 201 : 200);
    }

    private JsonObject? Find(string id) => Consents.Find(consent => consent["id"]!.GetValue<string>() == id);

    private static IResult Json(object body) => Results.Json(body);

    private static IResult Refuse(int status, string title) => new Problem(new ErrorAnswer(status, title));

    private static IResult Outcome(int status, string code, string text, string? place = null) => Results.Json(new
    {
        resourceType = "OperationOutcome",
        issue = new[] { new { severity = "error", code, diagnostics = text, expression = place is null ? [] : new[] { place } } },
    }, statusCode: status);

    private sealed record Problem(ErrorAnswer Error) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => ProblemJson.Write(httpContext, Error, default);
    }
}

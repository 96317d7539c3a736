using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Phr.Cli.Bench.Matching;

/// <summary>Asks for people: by <c>$match</c>, and by a search for exactly what is told.</summary>
internal sealed class MatchCaller : IDisposable
{
    private static readonly MediaTypeHeaderValue FhirJson = new("application/fhir+json");

    private readonly HttpClient _http = new();
    private readonly string _fhir;

    public MatchCaller(Uri fhir, string token)
    {
        _fhir = fhir.AbsoluteUri.TrimEnd('/') + "/";
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <returns>Who is told, the likeliest first.</returns>
    public async Task<IReadOnlyList<ToldMatch>> Match(AskedPerson person, bool onlyCertain, CancellationToken ct)
    {
        using var content = new ByteArrayContent(LoadResources.Utf8(person.Patient)) { Headers = { ContentType = FhirJson } };
        var query = $"count=100&onlyCertainMatches={(onlyCertain ? "true" : "false")}";
        using var answer = await _http.PostAsync($"{_fhir}Patient/$match?{query}", content, ct);
        return [.. Entries(await Body(answer, ct)).Select(entry => new ToldMatch(
            entry["search"]!["extension"]![0]!["valueCode"]!.GetValue<string>(), IdOf(entry) == person.Id))];
    }

    /// <returns>Ids of who has the name, birth date and sex that are told; the name as a whole, in kanji or else in kana.</returns>
    public async Task<IReadOnlyList<string>> Search(AskedPerson person, CancellationToken ct)
    {
        var name = person.Patient["name"]![0]!;
        var terms = new List<string> { $"birthdate={person.Patient["birthDate"]}" };
        if (name["family"] is { } family)
            terms.AddRange([Term("family", family), Term("given", name["given"]![0]!)]);
        else
            terms.Add(Term("name", name["text"]!));
        if (person.Patient["gender"] is { } gender)
            terms.Add($"gender={gender}");
        using var answer = await _http.GetAsync($"{_fhir}Patient?{string.Join('&', terms)}", ct);
        return [.. Entries(await Body(answer, ct)).Select(IdOf)];
    }

    public void Dispose() => _http.Dispose();

    private static string Term(string parameter, JsonNode value) => $"{parameter}={Uri.EscapeDataString(value.GetValue<string>())}";

    private static string IdOf(JsonNode entry) => entry["resource"]!["id"]!.GetValue<string>();

    private static IEnumerable<JsonNode> Entries(JsonObject bundle) => (bundle["entry"]?.AsArray() ?? []).OfType<JsonNode>()
        .Where(entry => entry["resource"]!["resourceType"]!.GetValue<string>() == "Patient");

    private static async Task<JsonObject> Body(HttpResponseMessage answer, CancellationToken ct)
    {
        var body = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(body)!.AsObject()
            : throw new CommandException($"the bench was answered {(int)answer.StatusCode}: {body[..Math.Min(400, body.Length)]}");
    }
}

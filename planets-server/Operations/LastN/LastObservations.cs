using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir;
using Phr.Fhir.Writing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Operations.LastN;

/// <summary>
/// <c>[base]/Observation/$lastn?patient=…&amp;max=3</c>: the newest of each kind of Observation of a person, by clinical date. Kinds are
/// codes, and all that is coded alike. Narrowed by any criterion of a search. R4 observation-operation-lastn.html.
/// </summary>
public static class LastObservations
{
    /// <summary>Of each kind.</summary>
    public const int MaxMax = 100;

    private static readonly string[] OfTheSearchItself =
        ["_sort", "_count", "_include", "_revinclude", "_total", "_summary", "_elements", "_contained"];

    public static void Map(IEndpointRouteBuilder fhir) =>
        fhir.MapMethods("/Observation/$lastn", [HttpMethods.Get, HttpMethods.Post], Handle);

    private static async Task<IResult> Handle(
        HttpContext http, SearchRun run, CriterionParser parser, OperationOptions options, AccessJournal journal, FhirEndpoint fhir,
        CancellationToken ct)
    {
        var visibility = http.Visibility(ScopeAccess.Search, parser.Keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var input = await OperationInput.Read(http.Request, ct);
        if (input.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        using var read = input.Value;
        if (read.Again("max") is { } again)
            return FhirJson.Refused(again);
        var max = Max(input.Value.Find("max"));
        if (max.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var request = Search(input.Value, parser);
        if (request.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var latest = await Walk(request.Value, max.Value, visibility.Value, (run, options), ct);
        if (latest.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        await journal.Record(Accesses.Of(
            http, "lastn", "Observation", SearchAnswers.NamedPatients(request.Value),
            [.. latest.Value.Select(row => row.Stream.Value)]), ct);
        return new BundleResult(
            new BundleHead("searchset", latest.Value.Count),
            latest.Value.Select(row => (new BundleEntry($"{fhir.Url}Observation/{row.Id}", "match"), row.Body)));
    }

    private static Answer<int> Max(OperationParameter? max)
    {
        if (max is null)
            return 1;
        return int.TryParse(max.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MaxMax
            ? number
            : max.Wrong($"'max' is a number from 1 to {MaxMax}.");
    }

    private static Answer<SearchRequest> Search(OperationInput input, CriterionParser parser)
    {
        var criteria = input.Parameters.Where(parameter => parameter.Name != "max").ToList();
        if (criteria.Find(parameter => OfTheSearchItself.Contains(parameter.Name.Split(':')[0])) is { } other)
            return other.Wrong("This parameter of a search has no meaning for $lastn.") with { Code = "not-supported" };
        if (!criteria.Exists(parameter => parameter.Name.Split(':', '.')[0] is "patient" or "subject"))
            return new Refusal(
                RefusalKind.Invalid, "$lastn is about one person: 'patient' or 'subject' is missing.", "http.patient", "required");
        return SearchRequest.Parse(
            "Observation",
            [
                .. criteria.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Text ?? "")),
                new("_sort", "-date"), new("_count", SearchRequest.CountMax.ToString(CultureInfo.InvariantCulture)),
            ],
            parser);
    }

    private static async Task<Answer<IReadOnlyList<FoundRow>>> Walk(
        SearchRequest request, int max, Visibility visibility, (SearchRun Run, OperationOptions Options) search, CancellationToken ct)
    {
        var latest = new LatestByCode<FoundRow>(max);
        var walked = 0;
        for (PageStart? start = new(null, null); start is not null;)
        {
            var answer = await search.Run.Page(request, visibility, start, ct);
            if (answer.IsRefused(out var refusal))
                return refusal;
            var page = answer.Value;
            walked += page.Matches.Count;
            if (walked > search.Options.LastNWalkedMax)
                return TooMany($"More than {search.Options.LastNWalkedMax} Observations match");
            foreach (var row in page.Matches)
                latest.Add(row, Codes(row.Body));
            start = page.Next;
        }
        var entriesMax = search.Options.LastNEntriesMax;
        var all = latest.All.Take(entriesMax + 1).ToList();
        return all.Count <= entriesMax ? all : TooMany($"There would be more than {entriesMax} entries");
    }

    private static Refusal TooMany(string what) => new(
        RefusalKind.Unprocessable, what + ": narrow it by 'category', 'code' or 'date', or ask for fewer of each.", null, "too-costly");

    // A code in words alone is its words.
    private static List<string> Codes(ReadOnlyMemory<byte> body)
    {
        using var document = FhirDocument.ParseLenient(body).Document ?? throw new InvalidDataException("A stored body is no JSON.");
        var code = document.Root.Child("code");
        var codes = new List<string>();
        foreach (var coding in code.Children("coding"))
        {
            if (coding.Child("code").Text is { } value)
                codes.Add($"{coding.Child("system").Text}|{value}");
        }
        if (codes.Count == 0 && code.Child("text").Text is { } words)
            codes.Add($"\"{words.Trim()}");
        return codes;
    }
}

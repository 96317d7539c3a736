using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Operations.Stats;

/// <summary>
/// <c>[base]/Observation/$stats?subject=…&amp;code=…&amp;statistic=average</c>: statistics of what was measured of a person, of each code
/// by itself, as far as the caller may see it. R4 observation-operation-stats.html.
/// </summary>
public static class ObservationStats
{
    private const string StatisticCodes = "http://terminology.hl7.org/CodeSystem/observation-statistics";

    public static void Map(IEndpointRouteBuilder fhir) =>
        fhir.MapMethods("/Observation/$stats", [HttpMethods.Get, HttpMethods.Post], Handle);

    private static async Task<IResult> Handle(
        HttpContext http, SearchRun run, CriterionParser parser, OperationOptions options, AccessJournal journal, TimeProvider clock,
        CancellationToken ct)
    {
        var visibility = http.Visibility(ScopeAccess.Search, parser.Keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var input = await OperationInput.Read(http.Request, ct);
        if (input.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        using var read = input.Value;
        var call = StatsCall.Read(read, clock);
        if (call.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var (answers, sources, streams) = (new List<JsonObject>(), new List<FoundRow>(), new List<long>());
        foreach (var code in call.Value.Codes)
        {
            var measured = await Measured(call.Value, code, visibility.Value, (run, parser, options), ct);
            if (measured.IsRefused(out refusal))
                return FhirJson.Refused(refusal);
            answers.Add(Answer(call.Value, code, measured.Value));
            sources.AddRange(measured.Value.Newest.Take(call.Value.Included - sources.Count));
            streams.AddRange(measured.Value.Streams);
        }
        await journal.Record(Accesses.Of(http, "stats", "Observation", [call.Value.Subject], streams), ct);
        return OperationAnswer.Parameters(
        [
            .. answers.Select(one => new JsonObject { ["name"] = "statistics", ["resource"] = one }),
            .. sources.Select(row => OperationAnswer.Resource("source", row.Body)),
        ]);
    }

    private static async Task<Answer<Measurements>> Measured(
        StatsCall call, string code, Visibility visibility, (SearchRun Run, CriterionParser Parser, OperationOptions Options) search,
        CancellationToken ct)
    {
        var request = SearchRequest.Parse("Observation", [.. Query(call, code)], search.Parser);
        if (request.IsRefused(out var refusal))
            return refusal;
        var found = new Measurements(call.Included);
        for (PageStart? start = new(null, null); start is not null;)
        {
            var answer = await search.Run.Page(request.Value, visibility, start, ct);
            if (answer.IsRefused(out refusal))
                return refusal;
            var page = answer.Value;
            if (found.Streams.Count + page.Matches.Count > search.Options.StatsWalkedMax)
                return TooMany(search.Options.StatsWalkedMax);
            foreach (var row in page.Matches)
            {
                if (!found.Add(row))
                    return MixedUnits;
            }
            start = page.Next;
        }
        return found;
    }

    private static IEnumerable<KeyValuePair<string, string>> Query(StatsCall call, string code)
    {
        yield return new("patient", $"Patient/{call.Subject}");
        yield return new("code", code);
        yield return new("status:not", "entered-in-error");
        yield return new("_sort", "-date");
        yield return new("_count", SearchRequest.CountMax.ToString(CultureInfo.InvariantCulture));
        if (call.From is { } from)
            yield return new("date", $"ge{from}");
        if (call.To is { } to)
            yield return new("date", $"le{to}");
    }

    private static JsonObject Answer(StatsCall call, string code, Measurements measured)
    {
        var parts = code.Split('|', 2);
        var coding = new JsonObject { ["code"] = parts[^1] };
        if (parts is [{ Length: > 0 } system, _])
            coding["system"] = system;
        var answer = new JsonObject
        {
            ["resourceType"] = "Observation", ["status"] = "final",
            ["code"] = new JsonObject { ["coding"] = new JsonArray(coding) },
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{call.Subject}" },
        };
        if (call.From is not null || call.To is not null)
            answer["effectivePeriod"] = Period(call);
        var statistics = new Statistics(measured.Values);
        answer["component"] = new JsonArray([.. call.Statistics.Select(name => Component(name, statistics, measured))]);
        return answer;
    }

    private static JsonObject Period(StatsCall call)
    {
        var period = new JsonObject();
        if (call.From is { } from)
            period["start"] = from;
        if (call.To is { } to)
            period["end"] = to;
        return period;
    }

    private static JsonObject Component(string name, Statistics statistics, Measurements measured)
    {
        var component = new JsonObject
        {
            ["code"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = StatisticCodes, ["code"] = name }) },
        };
        if ((name == "total-count" ? measured.Streams.Count : statistics.Of(name)) is not { } figure)
        {
            component["dataAbsentReason"] = new JsonObject
            {
                ["coding"] = new JsonArray(new JsonObject
                {
                    ["system"] = "http://terminology.hl7.org/CodeSystem/data-absent-reason", ["code"] = "not-applicable",
                }),
            };
            return component;
        }
        component["valueQuantity"] = measured.Quantity(figure, hasUnit: Statistics.Codes[name]);
        return component;
    }

    private static Refusal TooMany(int walkedMax) => new(
        RefusalKind.Unprocessable, $"More than {walkedMax} Observations match: narrow it by 'period' or 'duration'.", null, "too-costly");

    private static Refusal MixedUnits => new(
        RefusalKind.Unprocessable, "The values have several units, so that they cannot be taken together.", null, "business-rule");
}

/// <summary>Observations of one code, and the values among them that are single amounts.</summary>
/// <param name="keptMax">Observations that are kept themselves.</param>
internal sealed class Measurements(int keptMax)
{
    private JsonObject? _unit;

    /// <summary>The newest of them.</summary>
    public List<FoundRow> Newest { get; } = [];

    /// <summary>Of each the stream that it is in.</summary>
    public List<long> Streams { get; } = [];

    public List<decimal> Values { get; } = [];

    /// <summary>False where its unit is another than that of those before.</summary>
    public bool Add(FoundRow row)
    {
        Streams.Add(row.Stream.Value);
        if (Newest.Count < keptMax)
            Newest.Add(row);
        using var document = FhirDocument.ParseLenient(row.Body).Document ?? throw new InvalidDataException("A stored body is no JSON.");
        var value = document.Root.Child("value");
        // "< 5" is no amount.
        if (value.Type?.Name != "Quantity" || value.Child("value").Decimal is not { } number || value.Child("comparator").Exists)
            return true;
        var unit = new JsonObject();
        foreach (var name in (string[])["unit", "system", "code"])
        {
            if (value.Child(name).Text is { } text)
                unit[name] = text;
        }
        _unit ??= unit;
        Values.Add(number);
        return Key(unit) == Key(_unit);
    }

    public JsonObject Quantity(decimal figure, bool hasUnit)
    {
        var quantity = new JsonObject { ["value"] = Math.Round(figure, 6) / 1.000000000000000000000000000m };
        foreach (var (name, text) in hasUnit && _unit is not null ? _unit : [])
            quantity[name] = text!.DeepClone();
        return quantity;
    }

    private static string Key(JsonObject unit) => unit["code"] is { } code ? $"{unit["system"]}|{code}" : $"{unit["unit"]}";
}

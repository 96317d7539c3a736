using System.Globalization;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;
using static Phr.Tests.Search.Custom.Definitions;

namespace Phr.Tests.Search.Custom;

/// <summary>What the site's own parameters of every type find in random resources is what going through all of them finds.</summary>
public sealed class CustomEqualsScanTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Ucum = "http://unitsofmeasure.org";
    private static readonly string[] Systems = ["https://site.example/a", "https://site.example/b"];
    private static readonly string[] Codes = ["h", "l", "n"];
    private static readonly string[] Remarks = ["Beta blocker", "betamax", "Alpha", "after beta"];

    private readonly Random _random = new(20261122);

    private sealed record Facts(
        (string System, string Code)? Reading, string? Remark, string? Seen, int? Day, int? Number, int? Low, string? Method);

    [Fact]
    public async Task Every_type_finds_what_a_scan_finds_through_creates_updates_and_deletes()
    {
        using var site = host.Service("operator");
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Scanned"));
        string[] doctors = [await Doctor(a, "Sato"), await Doctor(a, "Suzuki")];
        var world = new Dictionary<string, Facts>();
        for (var i = 0; i < 40; i++)
            await Write(a, world, patient, $"before-{i}", doctors);
        await Define(site);
        for (var i = 0; i < 20; i++)
            await Write(a, world, patient, $"after-{i}", doctors);
        for (var i = 0; i < 40; i += 4)
            await Write(a, world, patient, $"before-{i}", doctors);
        for (var i = 1; i < 40; i += 8)
        {
            await a.Send(HttpMethod.Delete, $"Observation/before-{i}");
            world.Remove($"before-{i}");
        }

        var differences = new List<string>();
        foreach (var (query, holds) in Queries(doctors))
        {
            var expected = world.Where(pair => holds(pair.Value)).Select(pair => pair.Key).Order(StringComparer.Ordinal).ToList();
            var actual = (await a.Found($"Observation?{query}&_count=1000")).Order(StringComparer.Ordinal).ToList();
            if (!expected.SequenceEqual(actual))
                differences.Add($"{query}: missing {string.Join(' ', expected.Except(actual))}, too many {string.Join(' ', actual.Except(expected))}");
        }
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        foreach (var (code, value) in Keys())
        {
            await Sorted(a, $"Observation?_sort={code},_id&_count=7", world, value, descending: false);
            await Sorted(a, $"Observation?_sort=-{code},_id&_count=7", world, value, descending: true);
        }
        var named = world.Values.Where(facts => facts.Reading?.Code == "h").Select(facts => facts.Seen).OfType<string>().Distinct().Order();
        Assert.Equal(named, (await a.Found("Practitioner?_has:Observation:seen-by:reading=h")).Order());
    }

    private static IEnumerable<(string Query, Func<Facts, bool> Holds)> Queries(string[] doctors)
    {
        yield return ("reading=h", facts => facts.Reading?.Code == "h");
        yield return ("reading=h,l", facts => facts.Reading?.Code is "h" or "l");
        yield return ($"reading={Systems[0]}|h", facts => facts.Reading == (Systems[0], "h"));
        yield return ($"reading={Systems[1]}|", facts => facts.Reading?.System == Systems[1]);
        yield return ("reading:not=h", facts => facts.Reading?.Code != "h");
        yield return ("reading:missing=true", facts => facts.Reading is null);
        yield return ("reading:missing=false&reading=h", facts => facts.Reading?.Code == "h");
        yield return ("remark=beta", facts => facts.Remark?.StartsWith("beta", StringComparison.OrdinalIgnoreCase) == true);
        yield return ("remark:contains=BETA", facts => facts.Remark?.Contains("beta", StringComparison.OrdinalIgnoreCase) == true);
        yield return ("remark:exact=betamax", facts => facts.Remark == "betamax");
        yield return ("remark:exact=Betamax", _ => false);
        yield return ("remark:missing=true", facts => facts.Remark is null);
        yield return ($"seen-by=Practitioner/{doctors[0]}", facts => facts.Seen == doctors[0]);
        yield return ($"seen-by={doctors[1]}", facts => facts.Seen == doctors[1]);
        yield return ("seen-by.family=Sato", facts => facts.Seen == doctors[0]);
        yield return ("seen-by:Practitioner.family=Suzuki", facts => facts.Seen == doctors[1]);
        yield return ("told=2026-05-03", facts => facts.Day == 3);
        yield return ("told=ge2026-05-03", facts => facts.Day >= 3);
        yield return ("told=lt2026-05-03", facts => facts.Day < 3);
        yield return ("told=gt2026-05-02&told=lt2026-05-05", facts => facts.Day is 3 or 4);
        yield return ("counted=3", facts => facts.Number == 3);
        yield return ("counted=gt3", facts => facts.Number > 3);
        yield return ("counted=ne3", facts => facts.Number is not null and not 3);
        yield return ($"lowest=3|{Ucum}|mg", facts => facts.Low == 3);
        yield return ($"lowest=gt0.0025|{Ucum}|g", facts => facts.Low >= 3);
        yield return ("lowest=le2", facts => facts.Low <= 2);
        yield return ("by-method=https://site.example/a", facts => facts.Method == Systems[0]);
        yield return ("by-method:below=https://site.example", facts => facts.Method is not null);
        yield return ("by-method:above=https://site.example/a/b", facts => facts.Method == Systems[0]);
        yield return ($"seen-by:Practitioner={doctors[1]}", facts => facts.Seen == doctors[1]);
        yield return ("by-method:missing=true", facts => facts.Method is null);
        yield return ("reading=h&counted=ge2&told=ge2026-05-02", facts => facts is { Reading.Code: "h", Number: >= 2, Day: >= 2 });
    }

    // One value each, so that the smallest and the largest are the same.
    private static IEnumerable<(string Code, Func<Facts, IComparable?> Value)> Keys()
    {
        yield return ("reading", facts => facts.Reading?.Code);
        yield return ("remark", facts => facts.Remark?.ToLowerInvariant());
        yield return ("seen-by", facts => facts.Seen is { } id ? $"Practitioner/{id}" : null);
        yield return ("told", facts => facts.Day);
        yield return ("counted", facts => facts.Number);
        yield return ("lowest", facts => facts.Low);
        yield return ("by-method", facts => facts.Method);
    }

    private static async Task Sorted(
        HttpClient http, string query, Dictionary<string, Facts> world, Func<Facts, IComparable?> value, bool descending)
    {
        var order = Comparer<IComparable?>.Create((x, y) => x is string text ? string.CompareOrdinal(text, (string)y!) : x!.CompareTo(y));
        var known = world.Where(pair => value(pair.Value) is not null);
        var sorted = descending
            ? known.OrderByDescending(pair => value(pair.Value), order).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            : known.OrderBy(pair => value(pair.Value), order).ThenBy(pair => pair.Key, StringComparer.Ordinal);
        var rest = world.Where(pair => value(pair.Value) is null).Select(pair => pair.Key).Order(StringComparer.Ordinal);

        await http.Found(query);

        Assert.Equal(sorted.Select(pair => pair.Key).Concat(rest), await SearchPages.From(http, await http.Search(query)));
    }

    private static async Task Define(HttpClient site)
    {
        await site.Create(Definition("reading", "token", "Observation.interpretation"));
        await site.Create(Definition("remark", "string", "Observation.note.text"));
        await site.Create(Definition("seen-by", "reference", "Observation.performer.where(resolve() is Practitioner)", target: "Practitioner"));
        await site.Create(Definition("told", "date", "Observation.issued"));
        await site.Create(Definition("counted", "number", "(Observation.value as integer)"));
        await site.Create(Definition("lowest", "quantity", "Observation.referenceRange.low"));
        await site.Create(Definition("by-method", "uri", "Observation.method.coding.system"));
    }

    private static Task<string> Doctor(HttpClient http, string family) => http.Create(new JsonObject
    {
        ["resourceType"] = "Practitioner", ["name"] = new JsonArray(new JsonObject { ["family"] = family }),
    });

    private async Task Write(HttpClient http, Dictionary<string, Facts> world, string patient, string id, string[] doctors)
    {
        var facts = new Facts(
            Maybe() ? (Pick(Systems), Pick(Codes)) : null, Maybe() ? Pick(Remarks) : null, Maybe() ? Pick(doctors) : null,
            Maybe() ? _random.Next(1, 6) : null, Maybe() ? _random.Next(1, 6) : null, Maybe() ? _random.Next(1, 6) : null,
            Maybe() ? Pick(Systems) : null);
        var (status, body, _) = await http.Send(HttpMethod.Put, $"Observation/{id}", Resource(patient, id, facts));
        Assert.True((int)status is 200 or 201, body.ToJsonString());
        world[id] = facts;
    }

    private static JsonObject Resource(string patient, string id, Facts facts)
    {
        var resource = Observation(patient, "scanned", 1m);
        resource["id"] = id;
        resource.Remove("valueQuantity");
        if (facts.Reading is { } reading)
            resource["interpretation"] = new JsonArray(Concept(reading.System, reading.Code));
        if (facts.Remark is { } remark)
            resource["note"] = new JsonArray(new JsonObject { ["text"] = remark });
        if (facts.Seen is { } seen)
            resource["performer"] = new JsonArray(new JsonObject { ["reference"] = $"Practitioner/{seen}" });
        if (facts.Day is { } day)
            resource["issued"] = string.Create(CultureInfo.InvariantCulture, $"2026-05-{day:00}T10:00:00+09:00");
        if (facts.Number is { } number)
            resource["valueInteger"] = number;
        if (facts.Low is { } low)
        {
            var quantity = new JsonObject { ["value"] = low, ["unit"] = "mg", ["system"] = Ucum, ["code"] = "mg" };
            resource["referenceRange"] = new JsonArray(new JsonObject { ["low"] = quantity });
        }
        if (facts.Method is { } method)
            resource["method"] = Concept(method, "m");
        return resource;
    }

    private bool Maybe() => _random.Next(4) > 0;

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}

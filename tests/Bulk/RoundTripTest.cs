using System.Text.Json.Nodes;
using FsCheck;
using Phr.Tests.Record;

namespace Phr.Tests.Bulk;

/// <summary>What is imported, exported, imported into an empty server and exported again is what it was: every id,
/// every byte of content.</summary>
public sealed class RoundTripTest(RecordHost host) : IClassFixture<RecordHost>, IAsyncLifetime
{
    private readonly RecordHost _empty = new();

    public Task InitializeAsync() => _empty.InitializeAsync();

    public Task DisposeAsync() => _empty.DisposeAsync();

    [Fact]
    public void Ids_and_contents_come_through_unchanged()
    {
        var round = 0;
        // A source of its own for each round: to it, either server is empty.
        Prop.ForAll<int>(seed => Holds(seed, $"hospital-{Interlocked.Increment(ref round)}").GetAwaiter().GetResult())
            .Check(new Configuration { MaxNbOfTest = 12, QuietOnSuccess = true, Runner = Config.QuickThrowOnFailure.Runner });
    }

    private async Task<bool> Holds(int seed, string source)
    {
        using var first = host.Hospital(source);
        using var second = _empty.Hospital(source);
        var sent = Resources(new System.Random(seed));
        Assert.Equal((sent.Count, 0, 0, 0), ImportTest.Counts(await first.Import(sent)));
        var exported = await first.Lines(await first.Export("Patient/$export"));
        Assert.Equal((exported.Count, 0, 0, 0), ImportTest.Counts(await second.Import(exported)));
        var again = await second.Lines(await second.Export("Patient/$export"));
        Assert.Equal((0, 0, exported.Count, 0), ImportTest.Counts(await second.Import(again)));
        var contents = sent.Select(Content).Order().ToList();
        return contents.SequenceEqual(exported.Select(Content).Order()) && contents.SequenceEqual(again.Select(Content).Order());
    }

    private static List<JsonObject> Resources(System.Random random)
    {
        var resources = new List<JsonObject>();
        for (var patients = random.Next(1, 4); patients > 0; patients--)
        {
            var patient = new JsonObject
            {
                ["resourceType"] = "Patient", ["id"] = Guid.NewGuid().ToString(),
            ["name"] = new JsonArray(new JsonObject { ["family"] = Words(random) }),
                ["extension"] = new JsonArray(new JsonObject { ["url"] = "urn:note", ["valueString"] = Words(random) }),
            };
            resources.Add(patient);
            for (var entries = random.Next(0, 12); entries > 0; entries--)
                resources.Insert(random.Next(resources.Count + 1), Entry(patient["id"]!.GetValue<string>(), random));
        }
        return resources;
    }

    private static JsonObject Entry(string patient, System.Random random) => new()
    {
        ["resourceType"] = "Observation",
        ["id"] = Guid.NewGuid().ToString(),
        ["meta"] = new JsonObject { ["tag"] = new JsonArray(new JsonObject { ["system"] = "urn:t", ["code"] = $"c{random.Next(9)}" }) },
        ["status"] = "final",
        ["code"] = new JsonObject { ["text"] = Words(random) },
        ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
        ["effectiveDateTime"] = $"20{random.Next(10, 26)}-0{random.Next(1, 10)}",
        // Digits count: 1.50 is not 1.5.
        ["valueQuantity"] = JsonNode.Parse($$"""{"value":{{random.Next(-99, 99)}}.{{random.Next(0, 1_000):000}},"unit":"x"}"""),
        ["note"] = new JsonArray(new JsonObject { ["text"] = Words(random) }),
    };

    private static string Words(System.Random random)
    {
        const string Letters = "aZ \"\\/\n\t<>&'+é漢字カナ😀";
        var runes = Letters.EnumerateRunes().ToArray();
        return "x" + string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => runes[random.Next(runes.Length)].ToString())) + "x";
    }

    // All but what each server stamps.
    private static string Content(JsonObject resource)
    {
        var content = resource.DeepClone().AsObject();
        if (content["meta"] is JsonObject meta)
        {
            meta.Remove("versionId");
            meta.Remove("lastUpdated");
            if (meta.Count == 0)
                content.Remove("meta");
        }
        var properties = content.OrderBy(property => property.Key, StringComparer.Ordinal).ToList();
        return string.Join('\u001f', properties.Select(property => $"{property.Key}={property.Value!.ToJsonString()}"));
    }
}

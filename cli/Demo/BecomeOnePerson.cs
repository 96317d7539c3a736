using System.Text.Json.Nodes;

namespace Phr.Cli.Demo;

/// <summary>What the person's timeline holds.</summary>
/// <param name="Position">Of the log, that it is of.</param>
internal sealed record TimelineSeen(IReadOnlyDictionary<string, int> Sources, IReadOnlyList<string> References, long Position)
{
    public int Items => References.Count;
}

/// <summary>
/// Step 2: the person is offered the hospital records of their insured-person number, confirms, and three sources become one person; takes
/// it back, and they part; confirms again.
/// </summary>
internal static class BecomeOnePerson
{
    private const int PageItems = 200;

    public static async Task<(IReadOnlyList<DemoSource> Sources, TimelineSeen Timeline)> Play(DemoStage stage, CancellationToken ct)
    {
        stage.Narrator.Title(2, "三つの記録が一人になる", "Three records become one person");
        var person = await stage.As("patient:1", ct);
        var matches = (await person.Get(stage.Phone("matches"), ct))["matches"]!.AsArray();
        stage.Narrator.Say(
            $"電話でサインインすると、被保険者番号と生年月日が一致する病院の記録が {matches.Count} 件示されます。",
            $"Signed in on the phone, the person is offered {matches.Count} hospital records of the same insured-person number and birth date.");
        stage.Narrator.Table(
            ["病院 hospital", "患者 patient", "被保険者番号 insured"],
            matches.Select(match => (IReadOnlyList<string>)[Name(match), (string)match!["patient"]!, (string?)match["insured"] ?? ""]));
        var patients = matches.Select(match => (JsonNode)(string)match!["patient"]!).ToArray();

        var consent = await Link(stage, person, patients, ct);
        var linked = await Sources(stage, person, ct);
        stage.Narrator.Say("「これは私です」と確認すると、一人の記録になります。", "“These are me”: after the confirmation they are one person's record.");
        var timeline = await Timeline(stage, person, ct);
        ShowSources(stage, linked, timeline);

        await person.Delete(stage.Phone($"links/{consent}"), ct);
        var parted = await Timeline(stage, person, ct);
        stage.Narrator.Say(
            $"確認を取り消すと、元の別々の記録に戻ります（時系列 {parted.Items:N0} 件、出どころ {parted.Sources.Count}）。もう一度確認します。",
            $"Taken back, they part again (timeline of {parted.Items:N0} items from {parted.Sources.Count} source). Confirmed once more.");
        if (parted.Sources.Count != 1)
            throw new CommandException($"taken back, the record is still of {parted.Sources.Count} sources.");
        await Link(stage, person, patients, ct);
        var again = await Timeline(stage, person, ct);
        if (!timeline.Sources.Keys.SequenceEqual(again.Sources.Keys))
            throw new CommandException("confirmed once more, the record is not of the same sources.");
        return (linked, again);
    }

    /// <summary>All pages of the person's timeline.</summary>
    public static async Task<TimelineSeen> Timeline(DemoStage stage, DemoCaller person, CancellationToken ct)
    {
        var sources = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var references = new List<string>();
        long position = 0;
        for (var cursor = ""; cursor is not null;)
        {
            var after = cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await person.Get(stage.Phone($"timeline?count={PageItems}{after}"), ct);
            foreach (var item in page["items"]!.AsArray())
            {
                var source = (string)item!["source"]!;
                sources[source] = sources.GetValueOrDefault(source) + 1;
                references.Add($"{(string)item["type"]!}/{(string)item["id"]!}");
            }
            position = (long)page["position"]!;
            cursor = (string?)page["next"];
        }
        return new TimelineSeen(sources, references, position);
    }

    private static async Task<string> Link(DemoStage stage, DemoCaller person, IEnumerable<JsonNode> patients, CancellationToken ct)
    {
        var body = new JsonObject { ["patients"] = new JsonArray([.. patients.Select(patient => patient.DeepClone())]) };
        var answer = await person.Post(stage.Phone("links"), body, ct);
        return ((string)answer["consent"]!)["Consent/".Length..];
    }

    private static async Task<IReadOnlyList<DemoSource>> Sources(DemoStage stage, DemoCaller person, CancellationToken ct)
    {
        var answer = await person.Get(stage.Phone("me"), ct);
        return [.. answer["sources"]!.AsArray().Select(source => new DemoSource((string)source!["name"]!["en"]!, (long)source["resources"]!))];
    }

    private static void ShowSources(DemoStage stage, IReadOnlyList<DemoSource> sources, TimelineSeen timeline)
    {
        stage.Narrator.Table(
            ["出どころ source", "#資源 resources"], sources.Select(source => (IReadOnlyList<string>)[source.Name, $"{source.Resources:N0}"]));
        stage.Narrator.Table(
            ["時系列の出どころ timeline by source", "#件 items"],
            timeline.Sources.Select(source => (IReadOnlyList<string>)[source.Key, $"{source.Value:N0}"]));
    }

    private static string Name(JsonNode? match) => $"{(string?)match!["name"]?["ja"]} {(string?)match["name"]?["en"]}";
}

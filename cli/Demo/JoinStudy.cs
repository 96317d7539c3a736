using System.Text.Json.Nodes;

namespace Phr.Cli.Demo;

/// <summary>Step 6: the person joins a study, and a researcher downloads what it gets: nobody else, and no name.</summary>
internal static class JoinStudy
{
    private const string Study = "study-1";

    /// <param name="identifiers">Whatever tells who the household is.</param>
    public static async Task<DemoRelease> Play(DemoStage stage, IReadOnlySet<string> identifiers, CancellationToken ct)
    {
        stage.Narrator.Title(6, "研究に加わる", "Joining a study");
        var person = await stage.As("patient:1", ct);
        await person.Put(stage.Phone($"studies/{Study}"), new JsonObject { ["in"] = true }, ct);
        var researcher = await stage.As("researcher", ct);
        var text = await researcher.Text(stage.Planets("research/release"), ct);
        var resources = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        var release = new DemoRelease(
            resources.Count(resource => (string?)resource["resourceType"] == "Patient"), resources.Count,
            identifiers.Count, Identifiers.CountIn(text, identifiers));
        stage.Narrator.Say(
            $"同意した {release.People} 人の {release.Resources:N0} 件が、研究だけの仮名とずらした日付で届きます。元の名前や番号 {release.SourceIdentifiersSought:N0} 個を探して、見つかったのは {release.SourceIdentifiersFound} 個です。",
            $"The release holds {release.Resources:N0} entries of {release.People} person who joined, under the study's pseudonyms with shifted dates. Of the {release.SourceIdentifiersSought:N0} names, numbers and ids of the household it holds {release.SourceIdentifiersFound}.");
        stage.Narrator.Table(
            ["種類 type", "#件 entries"],
            resources.GroupBy(resource => (string)resource["resourceType"]!).OrderByDescending(type => type.Count())
                .Select(type => (IReadOnlyList<string>)[type.Key, $"{type.Count():N0}"]));
        return release;
    }
}

using System.Text.Json.Nodes;
using Phr.Model.Cohorts;

namespace Phr.Tests.Model;

/// <summary>A definition that contradicts itself is refused by the name of its file, and says what is wrong.</summary>
public sealed class TaskFaultsTest : IDisposable
{
    private static readonly string Shipped = Path.Combine(Records.Root(), "model-service", "training", "tasks");

    private readonly string _folder = Directory.CreateTempSubdirectory("phr-tasks-").FullName;

    [Theory]
    [InlineData("stroke", """{ "codes": [] }""", "codes are needed")]
    [InlineData("stroke", """{ "visits": ["lab/ldl"] }""", "visits names concepts of visits")]
    [InlineData("stroke", """{ "stayDays": 7 }""", "stayDays is of an event long-stay alone")]
    [InlineData("stroke", """{ "windowYears": 10.1 }""", "windowYears lies in")]
    [InlineData("stroke", """{ "momnet": null }""", "momnet")]
    [InlineData("stroke", """{ "event": "dead" }""", "not a task definition")]
    [InlineData("stroke", """{ "event": 1 }""", "not a task definition")]
    [InlineData("death", """{ "codes": ["R99"] }""", "of another event there are none")]
    [InlineData("death", """{ "truth": "Death" }""", "of another event there are none")]
    [InlineData("death", """{ "repeats": true }""", "repeats is true of admissions and stays, and false of death")]
    [InlineData("readmission", """{ "repeats": false }""", "repeats is true of admissions and stays, and false of death")]
    [InlineData("readmission", """{ "visits": ["visit/inpatient"] }""", "of another event there are none")]
    [InlineData("readmission", """{ "moment": { "after": "discharge" } }""", "not a task definition")]
    [InlineData("readmission", """{ "moment": { "after": "discharge", "hours": -1 } }""", "by hours from 0 to 720")]
    [InlineData("readmission", """{ "moment": { "after": "discharge", "hours": 720.1 } }""", "by hours from 0 to 720")]
    [InlineData("readmission", """{ "moment": { "after": "birth", "hours": 0 } }""", "not a task definition")]
    [InlineData("long-stay", """{ "stayDays": null }""", "above 0 and at most 365")]
    [InlineData("long-stay", """{ "stayDays": 365.1 }""", "above 0 and at most 365")]
    [InlineData("long-stay", """{ "moment": null }""", "a moment after admission, before its")]
    [InlineData("long-stay", """{ "moment": { "after": "discharge", "hours": 24 } }""", "a moment after admission, before its")]
    [InlineData("long-stay", """{ "moment": { "after": "admission", "hours": 168 } }""", "a moment after admission, before its")]
    public void A_contradiction_is_refused(string key, string change, string says)
    {
        Write(key, JsonNode.Parse(change)!.AsObject());

        var refused = Assert.Throws<InvalidDataException>(() => TaskDefinition.Load(_folder));

        Assert.Contains(key + ".json", refused.Message, StringComparison.Ordinal);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("readmission", """{ "moment": { "after": "discharge", "hours": 720 } }""")]
    [InlineData("readmission", """{ "moment": null }""")]
    [InlineData("long-stay", """{ "stayDays": 365, "moment": { "after": "admission", "hours": 167.9 } }""")]
    [InlineData("stroke", """{ "moment": { "after": "discharge", "hours": 48 } }""")]
    public void The_parts_of_a_definition_go_together_freely(string key, string change)
    {
        Write(key, JsonNode.Parse(change)!.AsObject());

        Assert.Equal(key, Assert.Single(TaskDefinition.Load(_folder)).Key);
    }

    [Fact]
    public void Own_questions_stand_beside_those_of_the_shipped_model_which_stay_its_own()
    {
        var shipped = TaskDefinition.Load(Shipped).Select(task => task.Key).ToList();
        var all = TaskDefinition.Load([Shipped, Path.Combine(Shipped, "own")]);

        Assert.Equal(["cardiovascular-event", "heart-failure-decompensation", "kidney-decline", "type-2-diabetes"], shipped);
        Assert.Equal(13, all.Count);
        Assert.Equal(all.Select(task => task.Key).Order(StringComparer.Ordinal), all.Select(task => task.Key));
        Assert.All(all, task => Assert.NotNull(task.Title));
        var stored = TaskDefinition.LoadAll(TaskDefinition.Store(all), [.. all.Select(task => task.Key)]);
        Assert.Equal(TaskDefinition.Store(all), TaskDefinition.Store(stored));
        Assert.Equal(all.Select(task => task.Moment), stored.Select(task => task.Moment));
    }

    [Fact]
    public void Two_questions_of_one_key_are_refused()
    {
        Write("stroke", []);

        var refused = Assert.Throws<InvalidDataException>(() => TaskDefinition.Load([_folder, Path.Combine(Shipped, "own")]));

        Assert.Contains("two tasks have the key stroke", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string key, JsonObject change)
    {
        var task = JsonNode.Parse(File.ReadAllText(Path.Combine(Shipped, "own", key + ".json")))!.AsObject();
        foreach (var (name, value) in change)
            task[name] = value?.DeepClone();
        File.WriteAllText(Path.Combine(_folder, key + ".json"), task.ToJsonString());
    }
}

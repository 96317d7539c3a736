using System.Text.Json;
using Phr.Platform.Hosting;
using Phr.Tests.Support;
using static Phr.Tests.Model.Service.Answers;
using static Phr.Tests.Model.Service.TwoModels;

namespace Phr.Tests.Model.Service;

/// <summary>What planets-server and an operator see where another model takes over.</summary>
public sealed class ReplacedModelTest(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_diagnosis_chooses_another_model_whose_assessment_takes_the_place_of_the_first()
    {
        await using var platform = await FakePlatform.Start();
        var record = platform.Add(Life.Record("ill", 2));
        await using var service = await TwoModels.Serve(platform, database, isDemonstration: true, ("Models:0:Diagnoses", "E11"));
        var before = await platform.Risks(service, "ill");
        var references = Records.Tasks.Select(outcome => Assessment(before, outcome)).Order().ToList();
        await Until(async () => (await Outputs(platform, service, Plain, "ill")).Count == 2);

        record.Put(Life.Diagnosis("found", "E11.9", "2024-06-29T09:00:00+09:00"));
        var after = await platform.Risks(service, "ill", record.Position);
        await Until(async () => (await Outputs(platform, service, Summed, "ill")).Count == 1);

        Assert.Equal((Plain, Summed), (ModelOf(before, Records.Tasks[1]), ModelOf(after, Records.Tasks[1])));
        // Who has diabetes is not asked about getting it; that assessment goes, and the other is one with two versions.
        var (kept, gone) = (Assessment(after, Records.Tasks[1]), Assessment(before, Records.Tasks[0]));
        Assert.Equal(references, ((string[])[kept, gone]).Order());
        await Until(() => platform.Stored[gone][^1] is null);
        var devices = platform.Stored[kept].Select(version => version!.Value.GetProperty("performer").GetProperty("reference").GetString());
        Assert.Equal([$"Device/model-{Plain[..32]}", $"Device/model-{Summed[..32]}"], devices);
        Assert.All((string[])[Plain, Summed], digest => Assert.Single(platform.Stored[$"Device/model-{digest[..32]}"]));
        Assert.All(await Outputs(platform, service, Plain, "ill"), output => Assert.False(output.GetProperty("stands").GetBoolean()));
        Assert.True((await Outputs(platform, service, Summed, "ill"))[0].GetProperty("stands").GetBoolean());
        Assert.Equal([Summed], await CheckpointsOf(database, "ill"));
    }

    private static async Task<List<JsonElement>> Outputs(FakePlatform platform, ServiceHost service, string digest, string patient)
    {
        using var response = await platform.Outputs(service, "?model=" + digest);
        response.EnsureSuccessStatusCode();
        return [.. Records.Json(await response.Content.ReadAsStringAsync()).GetProperty("outputs").EnumerateArray()
            .Where(output => output.GetProperty("patient").GetString() == patient)];
    }
}

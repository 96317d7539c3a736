using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Scoring;

namespace Phr.Tests.Model;

/// <summary>What belongs to a model's digest, and what no model can have.</summary>
public sealed class ModelArtefactTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-artefact-").FullName;

    public ModelArtefactTest()
    {
        foreach (var file in Directory.EnumerateFiles(SmallModel.Folder))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    [Theory]
    [InlineData("peers.json", """[{"task":"cardiovascular-event","sex":"male","ageFrom":60,"probability":0.02,"people":90}]""")]
    [InlineData("intervals.json", """{"cardiovascular-event":{"low":-1,"high":1,"moments":300}}""")]
    [InlineData("directions.json", """{"cardiovascular-event":{"logOddsMin":0.2,"groups":300}}""")]
    [InlineData("learnt.json", """{"datasetSha256":"00","hasOwnSplits":true}""")]
    public void What_is_shown_beside_an_answer_is_part_of_the_digest(string name, string content)
    {
        var before = ModelArtefact.Load(_folder).Digest;
        var with = Sealed(name, content).Digest;

        Assert.NotEqual(before, with);
        Assert.NotEqual(with, Sealed(name, content + " ").Digest);
        Assert.Equal(with, Sealed("card.md", "", (name, content)).Digest);
    }

    [Theory]
    [InlineData("peers.json", """[{"task":"a","sex":"male","ageFrom":60,"probability":1.01,"people":90}]""")]
    [InlineData("peers.json", """[{"task":"a","sex":"male","ageFrom":60,"probability":-0.01,"people":90}]""")]
    [InlineData("peers.json", """[{"task":"a","sex":"male","ageFrom":60,"probability":0.01,"people":-1}]""")]
    [InlineData("peers.json", "[null]")]
    [InlineData("intervals.json", """{"a":{"low":1,"high":-1,"moments":300}}""")]
    [InlineData("intervals.json", """{"a":{"low":-1,"high":1e999,"moments":300}}""")]
    [InlineData("intervals.json", """{"a":{"low":-1,"high":1,"moments":49}}""")]
    [InlineData("intervals.json", """{"a":null}""")]
    [InlineData("directions.json", """{"a":{"logOddsMin":-0.1,"groups":300}}""")]
    [InlineData("model.json", "{}")]
    public void A_table_out_of_range_is_refused_by_its_name(string name, string content)
    {
        var refused = Assert.Throws<InvalidDataException>(() => Sealed(name, content));

        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1e999")]
    [InlineData("NaN")]
    public void A_slope_that_is_not_finite_and_above_0_is_refused(string slope)
    {
        var stored = File.ReadAllText(Path.Combine(_folder, "model.json"));
        var changed = System.Text.RegularExpressions.Regex.Replace(stored, "\"slope\": ?[-0-9.e]+", $"\"slope\": {slope}");
        Assert.NotEqual(stored, changed);

        var refused = Assert.Throws<InvalidDataException>(() => Sealed("model.json", changed));

        Assert.Contains("model.json", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_model_s_report_names_it_and_its_questions_are_those_of_training()
    {
        var folder = ModelArtefact.Newest(Path.Combine(Records.Root(), "model-service", "models"))!;
        var tasks = TaskDefinition.Load(Path.Combine(Records.Root(), "model-service", "training", "tasks"));

        Assert.Contains($"\"modelDigest\": \"{ModelArtefact.Load(folder).Digest}\"",
            File.ReadAllText(Path.Combine(folder, "report.json")), StringComparison.Ordinal);
        Assert.Equal(TaskDefinition.Store(tasks), File.ReadAllBytes(Path.Combine(folder, "tasks.json")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(11)]
    public void A_table_of_answers_that_was_cut_off_is_refused(int bytes)
    {
        var file = Path.Combine(_folder, "held-out.npy");
        File.WriteAllBytes(file, Enumerable.Repeat((byte)1, bytes).ToArray());

        Assert.Throws<InvalidDataException>(() => HeldOutTable.Load(file, 16));
    }

    [Theory]
    [InlineData("phr-0.10", "phr-0.9", "phr-0.10", "phr-0.2")]
    [InlineData("phr-1.0", "phr-0.10", "phr-1.0")]
    [InlineData("phr-0.1", "phr-0.1", "trial")]
    public void The_newest_model_is_that_of_the_highest_version(string newest, params string[] sealedFolders)
    {
        var models = Directory.CreateDirectory(Path.Combine(_folder, "models")).FullName;
        Directory.CreateDirectory(Path.Combine(models, "phr-9.9"));
        foreach (var name in sealedFolders)
            ModelArtefact.Seal(Directory.CreateDirectory(Path.Combine(models, name)).FullName);

        Assert.Equal(newest, Path.GetFileName(ModelArtefact.Newest(models)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ModelArtefact Sealed(string name, string content, params (string Name, string Content)[] others)
    {
        foreach (var (file, text) in others.Prepend((name, content)))
            File.WriteAllText(Path.Combine(_folder, file), text);
        ModelArtefact.Seal(_folder);
        return ModelArtefact.Load(_folder);
    }
}

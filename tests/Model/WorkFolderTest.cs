using Phr.Model.Runs;
using Phr.Simulator.Knowable;

namespace Phr.Tests.Model;

/// <summary>Folders that a person names are a person's: a run takes away what a run left, and nothing else.</summary>
public sealed class WorkFolderTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-work-").FullName;

    [Fact]
    public void What_a_run_did_not_leave_stays()
    {
        foreach (var name in new[] { "arrays", "output", "evaluation-second", "letters" })
            Lay(name, "a.txt");

        new WorkFolder(_folder).Clear();

        Assert.Equal([Path.Combine(_folder, "letters", "a.txt")], Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_folder_that_is_not_there_has_nothing_to_clear() => new WorkFolder(Path.Combine(_folder, "none")).Clear();

    [Fact]
    public async Task A_folder_that_is_no_model_is_not_overwritten()
    {
        Lay("letters", "a.txt");

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() =>
            new WorkFolder(_folder).Collect(Path.Combine(_folder, "letters"), [], default));

        Assert.Contains("is no model", refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "letters", "a.txt")));
    }

    /// <summary>A clone has the shipped model and not the tables that its training left.</summary>
    [Fact]
    public async Task What_is_knowable_is_refused_without_the_tables_of_the_training()
    {
        var models = Path.Combine(Records.Root(), "model-service", "models");
        var before = await File.ReadAllBytesAsync(Path.Combine(models, TrainingPlan.Shipped.Name, "manifest.json"));

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => new KnowableRun(
            TrainingPlan.Shipped, new TrainingFolders("", _folder, models), new KnowableEffort()).Run(KnowableRun.PeopleMin, null, default));

        Assert.Contains(Path.Combine("output", "held_out.npy") + " is missing", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--work", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(models, TrainingPlan.Shipped.Name, "manifest.json")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Lay(string folder, string name)
    {
        Directory.CreateDirectory(Path.Combine(_folder, folder));
        File.WriteAllText(Path.Combine(_folder, folder, name), "a");
    }
}

using System.Text.Json;
using Phr.Tests.Support;

namespace Phr.Tests.Cli;

/// <summary>From nothing to a signed decision by two commands, as a site tries it.</summary>
public sealed class SimulateTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-simulate-").FullName;

    [Fact]
    public async Task A_data_set_that_was_simulated_is_evaluated_and_signed_for()
    {
        var dataset = Path.Combine(_folder, "people");

        var (status, output, _) = await PhrCommand.Run("simulate", dataset, "--people", "12", "--seed", "9", "--json");
        var evaluated = await PhrCommand.Run("evaluate", "--meds", dataset, "--site", "A", "--data", Path.Combine(_folder, "data"), "--json");

        Assert.Equal(0, status);
        using var written = JsonDocument.Parse(output);
        Assert.True(written.RootElement.GetProperty("rows").GetInt64() > 1_000);
        Assert.True(evaluated.Status == 0, evaluated.Error);
        using var report = JsonDocument.Parse(evaluated.Output.Trim().Split('\n')[^1]);
        Assert.Equal(12, report.RootElement.GetProperty("people").GetInt32());
        Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder, "data", "evaluations"), "*.report.html"));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder, "data", "keys"), "*.public.pem"));
    }

    [Fact]
    public async Task People_whom_the_shipped_model_learnt_from_are_refused()
    {
        var dataset = Path.Combine(_folder, "people");
        await PhrCommand.Run("simulate", dataset, "--people", "2", "--seed", "1");

        var refused = await PhrCommand.Run("evaluate", "--meds", dataset, "--data", Path.Combine(_folder, "data"));

        Assert.Equal(1, refused.Status);
        Assert.Contains("learnt from simulated people of this seed", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "data", "evaluations")));
    }

    [Fact]
    public async Task Nobody_signs_by_a_name_with_a_line_end()
    {
        var refused = await PhrCommand.Run("evaluate", "--meds", "x", "--site", "a\nb", "--data", _folder);

        Assert.Equal(1, refused.Status);
        Assert.Contains("--site: a site's name", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_there_is_not_overwritten_and_nothing_half_written_stays()
    {
        var file = Path.Combine(_folder, "people.csv");
        await File.WriteAllTextAsync(file, "mine");

        var there = await PhrCommand.Run("simulate", file, "--people", "2");
        var nowhere = await PhrCommand.Run("simulate", Path.Combine(file, "people.parquet"), "--people", "2");

        Assert.Equal((1, 1), (there.Status, nowhere.Status));
        Assert.Contains("is there already", there.Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(file));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1000001")]
    public async Task So_many_people_are_not_simulated(string people)
    {
        var refused = await PhrCommand.Run("simulate", Path.Combine(_folder, "people"), "--people", people);

        Assert.Equal(1, refused.Status);
        Assert.Contains("--people lies between 1 and 1000000", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_file_is_one_line_that_names_it()
    {
        var file = Path.Combine(_folder, "people.parquet");
        await File.WriteAllTextAsync(file, "no Parquet at all");

        var refused = await PhrCommand.Run("evaluate", "--meds", file, "--data", _folder);

        Assert.Equal(1, refused.Status);
        Assert.Contains($"{file} is no Parquet file", Assert.Single(refused.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

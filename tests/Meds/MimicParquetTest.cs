using Phr.Model.Cohorts;
using Phr.Model.Meds;
using Phr.Model.Scoring;
using Phr.Model.Tokens;
using Phr.Simulator.Writing.Meds;
using Phr.Tests.Model;
using MedsRow = Phr.Simulator.Writing.Meds.MedsEvent;

namespace Phr.Tests.Meds;

/// <summary>Sixty real people as Parquet: what the model sees and what training would learn from are the same as by CSV.</summary>
public sealed class MimicParquetTest : IAsyncLifetime
{
    private const int People = 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("phr-mimic-").FullName;

    private string Csv => Path.Combine(_folder, "mimic.csv");

    private string Dataset => Path.Combine(_folder, "mimic");

    public async Task InitializeAsync()
    {
        var source = Path.Combine(Records.Root(), "..", "shared", "data", "mimic-iv-demo-2.2");
        if (!Directory.Exists(source))
            return;
        await File.WriteAllLinesAsync(Csv, MimicTables.Lines(source).Prepend(MimicTables.Heading));
        await using var writer = new MedsDatasetWriter(Dataset, "mimic-iv-demo-2.2");
        await foreach (var rows in MedsDataset.At(Csv).Subjects(default))
        {
            await writer.Write(rows.ConvertAll(row =>
                new MedsRow(row.SubjectId, row.Time, row.Code) { NumericValue = row.NumericValue, TextValue = row.TextValue }), default);
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [SkippableFact]
    public async Task Their_tokens_are_those_that_they_have_by_CSV()
    {
        SkipWithoutThem();
        var model = ModelArtefact.Newest(Path.Combine(Records.Root(), "model-service", "models"))!;
        var tokeniser = new Tokeniser(ModelArtefact.Load(model).Vocabulary);

        var (csv, parquet) = (await Fixtures.People(Csv), await Fixtures.People(Dataset));

        Assert.Equal(People, csv.Count);
        Assert.Equal(csv.Select(Observed), parquet.Select(Observed));
        foreach (var (one, other) in csv.Zip(parquet))
            Assert.Equal(Shown(tokeniser, one), Shown(tokeniser, other));
    }

    [SkippableFact]
    public async Task The_arrays_to_train_from_are_those_that_they_give_by_CSV()
    {
        SkipWithoutThem();
        var (csv, parquet) = (Path.Combine(_folder, "arrays-csv"), Path.Combine(_folder, "arrays-parquet"));

        var summary = await CohortFolder.Write(csv, SmallModel.Tasks, MedsDataset.At(Csv).People, null, default);
        Assert.Equal(summary, await CohortFolder.Write(parquet, SmallModel.Tasks, MedsDataset.At(Dataset).People, null, default));

        Assert.Equal(People, summary.People);
        Assert.True(summary.Steps > 10_000, $"{summary.Steps} steps");
        foreach (var name in Directory.EnumerateFiles(csv).Select(file => Path.GetFileName(file)))
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(csv, name)), await File.ReadAllBytesAsync(Path.Combine(parquet, name)));
    }

    private void SkipWithoutThem() => Skip.IfNot(File.Exists(Csv), "../shared/data/mimic-iv-demo-2.2 is not there.");

    private static (long, DateTimeOffset, DateTimeOffset?) Observed(CohortPerson person) => (person.Id, person.Exit, person.Death);

    private static List<string> Shown(Tokeniser tokeniser, CohortPerson person) =>
        [.. tokeniser.Read(person.Record, person.StudyEnd).Steps.Select(step =>
            $"{step.Day:R} {step.Token} {step.Type} {step.Value:R} {step.HasValue} {step.DeltaDays:R} {step.Origin.Answer}")];
}

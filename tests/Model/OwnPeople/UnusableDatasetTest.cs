using Parquet;
using Parquet.Schema;
using Phr.Model.Evaluation;
using Phr.Model.Meds;
using Phr.Model.Runs;
using Phr.Model.Runs.OwnPeople;
using Phr.Model.Scoring;
using Phr.Simulator.Writing.Meds;

namespace Phr.Tests.Model.OwnPeople;

/// <summary>Data sets from which nothing can be learnt are refused before anything is written, each with its reason.</summary>
public sealed class UnusableDatasetTest : IDisposable
{
    private const int Many = 80;

    private readonly string _folder = Directory.CreateTempSubdirectory("phr-own-").FullName;

    private string Csv => Path.Combine(_folder, "people.csv");

    [Fact]
    public Task One_person_is_too_few() =>
        IsRefused(1, _ => Person("2020-01-01", "ICD10//I10"), "there are too few people with an entry (train 1, tuning 0, held out 0)");

    [Fact]
    public Task Nobody_with_a_birth_is_refused() =>
        IsRefused(Many, _ => [",GENDER//F", "2020-01-01,ICD10//I10"], "nobody has both a birth");

    [Fact]
    public Task Missing_times_are_refused() =>
        IsRefused(Many, _ => ["1960-05-01,MEDS_BIRTH", ",ICD10//I10", ",ICD10//E119"], "nobody has both a birth");

    [Fact]
    public Task No_outcome_is_refused_with_the_number_that_there_were() => IsRefused(
        Many, i => i % 20 == 0 ? Person("2019-01-01", "ICD10//I10", "ICD10//E119") : Person("2019-01-01", "ICD10//I10"),
        "type-2-diabetes to 3. Outcomes are read from ICD-10 diagnoses, which 84 of 84 entries are");

    [Fact]
    public Task Unknown_codes_alone_are_refused() => IsRefused(
        Many, _ => Person("2019-01-01", "LOCAL//77//mg", "DIAGNOSIS//ICD//9//4280"), "which 0 of 160 entries are");

    [Fact]
    public Task An_outcome_before_the_first_moment_of_asking_is_none() =>
        IsRefused(Many, _ => Person("2019-01-01", "ICD10//E119"), "type-2-diabetes to 0");

    [Fact]
    public Task Times_that_were_shifted_one_by_one_are_refused() =>
        IsRefused(Many, i => Person($"{1980 + i}-01-01", "ICD10//I10", "ICD10//E119"), "Say with --followed YEARS");

    [Fact]
    public async Task Splits_that_hold_nobody_out_are_refused()
    {
        var dataset = Path.Combine(_folder, "people");
        await using (var writer = new MedsDatasetWriter(dataset, "test"))
        {
            for (var i = 0; i < Many; i++)
                await writer.Write([new(i, Records.Birth, "MEDS_BIRTH"), new(i, Records.Later, "ICD10//I10")], default);
        }
        await Split(dataset, Many);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => Run(dataset));

        Assert.Contains("(train 79, tuning 1, held out 0)", refused.Message, StringComparison.Ordinal);
        await IsNoDatasetOf(new LearntRecords("", HasOwnSplits: false, null), dataset);
    }

    [Fact]
    public async Task People_are_not_evaluated_where_nobody_can_tell_who_was_learnt_from()
    {
        await Write(3, _ => Person("2019-01-01", "ICD10//I10"));

        await IsNoDatasetOf(new LearntRecords("", HasOwnSplits: true, null), Csv);
    }

    /// <summary>Observation that ends a year after the last entry, or when the data set does.</summary>
    [Fact]
    public async Task Who_left_counts_as_observed_for_as_long_as_asked_for()
    {
        await Write(3, i => Person($"20{10 + (4 * i)}-06-01", "ICD10//I10"));

        var ends = new List<int>();
        await foreach (var person in MedsDataset.At(Csv).People(1, default))
            ends.Add(person.Exit.Year);

        Assert.Equal([2011, 2015, 2018], ends);
    }

    [Theory]
    [InlineData(0, 1.0, "a-1")]
    [InlineData(OwnTrainingPlan.OutcomesMax + 1, 1.0, "a-1")]
    [InlineData(1, 0.0, "a-1")]
    [InlineData(1, OwnTrainingPlan.YearsMax + 0.1, "a-1")]
    [InlineData(1, double.NaN, "a-1")]
    [InlineData(1, 1.0, "..")]
    [InlineData(1, 1.0, "a/b")]
    public void A_plan_that_makes_no_sense_is_refused(int outcomes, double years, string name)
    {
        Assert.NotNull((OwnTrainingPlan.Tiny with { Name = name, OutcomesMin = outcomes, FollowedYears = years }).Fault());
        Assert.Null((OwnTrainingPlan.Tiny with { OutcomesMin = OwnTrainingPlan.OutcomesMax }).Fault());
        Assert.Null((OwnTrainingPlan.Tiny with { OutcomesMin = 1, FollowedYears = OwnTrainingPlan.YearsMax }).Fault());
        Assert.Null(OwnTrainingPlan.Usual.Fault());
        Assert.NotNull((TrainingPlan.Tiny with { Seed = -1 }).Fault());
        Assert.Null((TrainingPlan.Tiny with { Seed = 0 }).Fault());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task IsRefused(int people, Func<int, string[]> rows, string says)
    {
        await Write(people, rows);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => Run(Csv));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Equal([Csv], Directory.EnumerateFileSystemEntries(_folder));
    }

    private Task Run(string dataset) => new OwnTrainingRun(
        OwnTrainingPlan.Tiny,
        MedsDataset.At(dataset),
        new TrainingFolders(
            Path.Combine(Records.Root(), "model-service", "training"), Path.Combine(_folder, "work"), Path.Combine(_folder, "models")),
        new PythonTraining("", "")).Run(null, default);

    private static async Task IsNoDatasetOf(LearntRecords learnt, string dataset)
    {
        var folder = Directory.CreateTempSubdirectory("phr-own-model-").FullName;
        foreach (var file in Directory.EnumerateFiles(SmallModel.Folder))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        await File.WriteAllBytesAsync(Path.Combine(folder, LearntRecords.FileName), learnt.Store());
        ModelArtefact.Seal(folder);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            var model = ModelArtefact.Load(folder);
            await foreach (var _ in UnlearntPeople.Of(model, MedsDataset.At(dataset), null, new MedsReading(), default))
                continue;
        });

        Assert.Contains("cannot be told who was learnt from", refused.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static string[] Person(string time, params string[] codes) =>
        ["1960-05-01,MEDS_BIRTH", .. codes.Select((code, i) => $"{time}T0{i}:00:00,{code}")];

    private Task Write(int people, Func<int, string[]> rows) => File.WriteAllLinesAsync(
        Csv, Enumerable.Range(0, people).SelectMany(i => rows(i).Select(row => $"{i},{row}")).Prepend("subject_id,time,code"));

    /// <summary>The first is for tuning, everybody else to learn from.</summary>
    private static async Task Split(string dataset, int people)
    {
        var (subject, split) = (new DataField<long>("subject_id"), new DataField("split", typeof(string), isNullable: false));
        await using var file = new FileStream(Path.Combine(dataset, "metadata", "subject_splits.parquet"), FileMode.CreateNew);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(subject, split), file, MedsParquetWriter.Options());
        using var group = writer.CreateRowGroup();
        await group.WriteAsync<long>(subject, Enumerable.Range(0, people).Select(i => (long)i).ToArray());
        await group.WriteAsync(split, [.. Enumerable.Range(0, people).Select(i => i == 0 ? "tuning" : "train")]);
    }
}

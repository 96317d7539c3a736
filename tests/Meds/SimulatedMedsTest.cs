using System.Text.Json;
using Parquet;
using Phr.Model.Cohorts;
using Phr.Model.Tokens;
using Phr.Simulator;
using Phr.Simulator.Writing.Meds;
using Phr.Tests.Model;
using MedsEvent = Phr.Simulator.Writing.Meds.MedsEvent;

namespace Phr.Tests.Meds;

/// <summary>What the simulator writes as MEDS comes back, whatever it is written as.</summary>
public sealed class SimulatedMedsTest : IDisposable
{
    private const int People = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("phr-meds-").FullName;
    private readonly List<SimulatedPerson> _lives =
        [.. Enumerable.Range(0, People).Select(number => LifeSimulation.Live(World.Shipped, 5, number))];

    [Fact]
    public async Task The_rows_are_the_same_in_CSV_in_a_Parquet_file_and_in_a_data_set()
    {
        var (csv, parquet, dataset) = (Of("people.csv"), Of("people.parquet"), Of("people"));
        await Write(new MedsCsvWriter(csv));
        await Write(await MedsParquetWriter.Create(parquet, default));
        await Write(new MedsDatasetWriter(dataset, "test"));

        var rows = await Fixtures.Rows(csv);

        Assert.Equal(_lives.Sum(life => MedsRecord.WithDischarges(life, devices: false).Count), rows.Count);
        Assert.Equal(rows, await Fixtures.Rows(parquet));
        Assert.Equal(rows, await Fixtures.Rows(dataset));
    }

    [Fact]
    public async Task A_life_read_from_Parquet_has_the_tokens_of_the_life_itself()
    {
        await Write(await MedsParquetWriter.Create(Of("people.parquet"), default));
        var cohort = _lives.ConvertAll(life => SimulatedCohort.Of(life, devices: false));
        var builder = new VocabularyBuilder(peopleMin: 2);
        cohort.ForEach(person => builder.Add(person.Record, person.Exit));
        var tokeniser = new Tokeniser(Vocabulary.Load(builder.Build("meds", Records.Tasks)));

        foreach (var (own, read) in cohort.Zip(await Fixtures.People(Of("people.parquet"))))
            Assert.Equal(Tokens(tokeniser, own, own.Exit), Tokens(tokeniser, read, own.Exit));
    }

    [Fact]
    public async Task A_data_set_names_its_codes_and_its_maker()
    {
        await Write(new MedsDatasetWriter(Of("people"), "shipped 5 0 8"));

        using var said = JsonDocument.Parse(await File.ReadAllBytesAsync(Of("people/metadata/dataset.json")));
        Assert.Equal("shipped 5 0 8", said.RootElement.GetProperty("dataset_version").GetString());
        Assert.Equal("0.4.0", said.RootElement.GetProperty("meds_version").GetString());
        await using var codes = await ParquetReader.CreateAsync(Of("people/metadata/codes.parquet"));
        var used = new HashSet<string>();
        foreach (var row in await Fixtures.Rows(Of("people")))
            used.Add(row.Split(' ')[2]);
        Assert.Equal(used.Count, codes.RowGroups[0].RowCount);
    }

    [Fact]
    public async Task A_full_row_group_begins_another_and_loses_nothing()
    {
        var many = Enumerable.Range(0, MedsParquetWriter.RowGroupRows + 1)
            .Select(i => new MedsEvent(1, Records.Birth.AddMinutes(i), "ICD10//I10")).ToList();
        await using (var writer = await MedsParquetWriter.Create(Of("people.parquet"), default))
            await writer.Write(many, default);

        await using var reader = await ParquetReader.CreateAsync(Of("people.parquet"));
        Assert.Equal([MedsParquetWriter.RowGroupRows, 1], reader.RowGroups.Select(group => group.RowCount));
        Assert.Equal(many.Count, (await Fixtures.Rows(Of("people.parquet"))).Count);
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_overwritten()
    {
        await File.WriteAllTextAsync(Of("people.csv"), "mine");

        Assert.Throws<IOException>(() => new MedsCsvWriter(Of("people.csv")));
        await Assert.ThrowsAsync<IOException>(() => MedsParquetWriter.Create(Of("people.csv"), default));
        Assert.Equal("mine", await File.ReadAllTextAsync(Of("people.csv")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Source, visit and what a person has not been told are not in MEDS's columns.</summary>
    private static List<string> Tokens(Tokeniser tokeniser, CohortPerson person, DateTimeOffset exit) =>
        [.. tokeniser.Read(person.Record, exit).Steps.Select(step =>
            $"{step.Day:F5} {step.Token} {step.Value:F5} {step.HasValue}")];

    private string Of(string name) => Path.Combine(_folder, name);

    private async Task Write(IMedsWriter writer)
    {
        await using (writer)
        {
            foreach (var life in _lives)
                await writer.Write(MedsRecord.WithDischarges(life, devices: false), default);
        }
    }
}

using Phr.Model.Meds;
using Phr.Model.Tokens;

namespace Phr.Tests.Meds;

/// <summary>Parquet as other implementations write it is read row for row as the same rows in CSV.</summary>
public sealed class ForeignWritersTest
{
    private static readonly string[] Others = 
        ["rust-utc.parquet", "rust-three-columns.parquet", "rust-null-columns.parquet", "rust-v1-lz4.parquet", "subject_splits.parquet"];

    public static TheoryData<string> Complete =>
        [.. Directory.EnumerateFiles(Fixtures.Folder, "*.parquet").Select(file => Path.GetFileName(file)!).Except(Others).Order()];

    [Theory]
    [MemberData(nameof(Complete))]
    public async Task A_file_holds_the_rows_of_the_table_that_it_was_made_of(string name)
    {
        var rows = await Fixtures.Rows(Fixtures.Of("rows.csv"));

        Assert.Equal(72, rows.Count);
        Assert.Equal(rows, await Fixtures.Rows(Fixtures.Of(name)));
    }

    [Fact]
    public async Task The_people_and_the_end_of_the_study_are_the_same()
    {
        var csv = await Fixtures.People(Fixtures.Of("rows.csv"));
        var parquet = await Fixtures.People(Fixtures.Of("rust-v2-zstd.parquet"));

        Assert.Equal(6, csv.Count);
        Assert.Equal(csv.Select(person => (person.Id, person.Exit, person.Record.Events.Count)),
            parquet.Select(person => (person.Id, person.Exit, person.Record.Events.Count)));
        Assert.Equal(csv.SelectMany(person => person.Record.Events).Select(item => (item.Time, item.Display, item.Value, item.Answer)),
            parquet.SelectMany(person => person.Record.Events).Select(item => (item.Time, item.Display, item.Value, item.Answer)));
    }

    [Fact]
    public async Task An_instant_in_UTC_is_that_instant_and_no_wall_clock()
    {
        var clocks = await Fixtures.People(Fixtures.Of("rust-v1-zstd.parquet"));
        var instants = await Fixtures.People(Fixtures.Of("rust-utc.parquet"));

        Assert.Equal(clocks[0].Record.Events[^1].Time + ClinicalTime.DefaultOffset, instants[0].Record.Events[^1].Time);
        Assert.Equal(ClinicalTime.DefaultOffset, instants[0].Record.Events[^1].Time.Offset);
    }

    [Theory]
    [InlineData("rust-three-columns.parquet")]
    [InlineData("rust-null-columns.parquet")]
    public async Task Numbers_and_texts_may_be_missing_and_columns_come_in_any_order(string name)
    {
        var all = await Fixtures.Rows(Fixtures.Of("rows.csv"));
        var three = await Fixtures.Rows(Fixtures.Of(name));

        Assert.Equal(all.Select(row => string.Join(' ', row.Split(' ').Take(3))), three.Select(row => row.TrimEnd()));
    }

    [Theory]
    [InlineData(6.1f, 6.1)]
    [InlineData(-0.0033f, -0.0033)]
    [InlineData(16_777_216f, 16_777_216)]
    [InlineData(16_777_217.5f, 16_777_218)]
    [InlineData(1e-30f, 1e-30)]
    [InlineData(float.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(float.NaN, double.NaN)]
    public void A_single_is_read_as_the_decimal_that_was_written(float stored, double read) =>
        Assert.Equal(read, SinglePrecision.Widened(stored));

    [Fact]
    public void Every_single_that_is_widened_is_still_that_single()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var value = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            Assert.Equal(value, (float)SinglePrecision.Widened(value));
        }
    }
}

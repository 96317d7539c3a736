using Phr.Model.Cohorts;
using Phr.Model.Meds;
using Phr.Model.Tokens;

namespace Phr.Tests.Meds;

public sealed class MedsDatasetTest : IDisposable
{
    private const string Table = "rust-v1-zstd.parquet";

    private readonly string _folder = Directory.CreateTempSubdirectory("phr-meds-").FullName;

    [Fact]
    public async Task A_folder_is_read_shard_by_shard_also_below_folders_of_splits()
    {
        await Shard("data/train/1.parquet", 1, 2);
        await Shard("data/held_out/0.parquet", 3);
        await Shard("data/2.parquet", 4);
        Lay("metadata/codes.parquet", Table);

        Assert.Equal([4, 3, 1, 2], (await Fixtures.People(_folder)).Select(person => person.Id));
    }

    [Fact]
    public async Task The_study_of_all_ends_with_the_last_row_of_any_shard()
    {
        await Shard("data/0.parquet", 1);
        Lay("data/1.parquet", Table);

        var people = await Fixtures.People(_folder);

        Assert.Equal(7, people.Count);
        Assert.Single(people.Select(person => person.StudyEnd).Distinct());
        Assert.Equal(people.Max(person => person.Record.Events.Max(item => item.Time)), people[0].StudyEnd);
    }

    [Fact]
    public async Task Subjects_belong_to_the_splits_that_their_data_set_puts_them_in()
    {
        Lay("data/0.parquet", Table);
        var unassigned = await Fixtures.People(_folder);
        Lay("metadata/subject_splits.parquet", "subject_splits.parquet");

        var people = await Fixtures.People(_folder);

        Assert.All(unassigned, person => Assert.Null(person.AssignedSplit));
        CohortSplit[] inTurn = [CohortSplit.HeldOut, CohortSplit.Tuning, CohortSplit.Train];
        Assert.Equal(people.Select(person => inTurn[person.Id % 3]), people.Select(person => person.Split));
        Assert.Equal(3, people.Select(person => person.Split).Distinct().Count());
    }

    [Fact]
    public async Task A_subject_that_the_splits_leave_out_is_refused()
    {
        await Shard("data/0.parquet", 7);
        Lay("metadata/subject_splits.parquet", "subject_splits.parquet");

        Assert.Contains("Subject 7 has no split in", await Fixtures.Refusal(_folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is no MEDS data set")]
    [InlineData("data", "is no MEDS data set")]
    public async Task A_folder_without_shards_is_refused(string inside, string says)
    {
        Directory.CreateDirectory(Path.Combine(_folder, inside));

        Assert.Contains(says, await Fixtures.Refusal(_folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_refused() => Assert.Contains(
        "There is no file or folder", await Fixtures.Refusal(Path.Combine(_folder, "none.parquet")), StringComparison.Ordinal);

    [Fact]
    public async Task A_subject_in_two_files_is_refused()
    {
        await Shard("data/0.parquet", 1, 2);
        await Shard("data/1.parquet", 2, 3);

        var refusal = await Fixtures.Refusal(_folder);

        Assert.Contains("The rows of subject 2 in ", refusal, StringComparison.Ordinal);
        Assert.Contains("1.parquet do not lie together", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subject_that_comes_back_in_a_file_is_refused()
    {
        await Shard("data/0.parquet", 1, 2, 1);

        Assert.Contains("0.parquet do not lie together", await Fixtures.Refusal(_folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_many_files_as_the_limit_are_read_and_one_more_is_refused()
    {
        await Shard("data/0.parquet", 1);
        await Shard("data/1.parquet", 2);

        Assert.Equal(2, (await Fixtures.People(_folder, new MedsLimits { FilesMax = 2 })).Count);
        Assert.Contains("has more than 1 files",
            await Fixtures.Refusal(_folder, new MedsLimits { FilesMax = 1 }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31T23:59:59")]
    public async Task A_time_in_a_year_in_which_nobody_lives_is_one_that_is_not_told(string time)
    {
        var file = Path.Combine(_folder, "rows.csv");
        await File.WriteAllLinesAsync(file,
        [
            "subject_id,time,code", "1,1960-01-01T00:00:00,MEDS_BIRTH", $"1,{time},ICD10//I10", "1,2020-01-01T00:00:00,ICD10//E119",
        ]);

        var person = Assert.Single(await Fixtures.People(file));

        Assert.Equal(ClinicalTime.Untold, person.Record.Events[0].Time);
        Assert.Equal(2020, person.StudyEnd.Year);
    }

    /// <summary>The fixtures have row groups of 25 rows, and 12 rows a subject.</summary>
    [Fact]
    public async Task A_row_group_of_the_limit_is_read_and_a_larger_one_refused()
    {
        Assert.Equal(6, (await Fixtures.People(Fixtures.Of(Table), new MedsLimits { RowGroupRowsMax = 25 })).Count);
        Assert.Contains("row group 1 has 25 rows; at most 24 are read",
            await Fixtures.Refusal(Fixtures.Of(Table), new MedsLimits { RowGroupRowsMax = 24 }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rows.csv")]
    [InlineData(Table)]
    public async Task A_subject_of_as_many_rows_as_the_limit_is_read_and_one_of_more_refused(string name)
    {
        Assert.Equal(6, (await Fixtures.People(Fixtures.Of(name), new MedsLimits { SubjectRowsMax = 12 })).Count);
        Assert.Contains("has more than 11 rows",
            await Fixtures.Refusal(Fixtures.Of(name), new MedsLimits { SubjectRowsMax = 11 }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_footer_and_a_column_of_the_limit_are_read_and_larger_ones_refused()
    {
        var file = Fixtures.Of("hyparquet-snappy.parquet");
        var footer = BitConverter.ToInt32((await File.ReadAllBytesAsync(file)).AsSpan()[^8..]);
        var column = await LargestColumn(file);

        Assert.Equal(6, (await Fixtures.People(file, new MedsLimits { FooterBytesMax = footer, ColumnBytesMax = column })).Count);
        Assert.Contains($"the footer has more than {footer - 1} bytes",
            await Fixtures.Refusal(file, new MedsLimits { FooterBytesMax = footer - 1 }), StringComparison.Ordinal);
        Assert.Contains($"it has {column} bytes; at most {column - 1} are read",
            await Fixtures.Refusal(file, new MedsLimits { ColumnBytesMax = column - 1 }), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task Shard(string path, params long[] subjects) => Fixtures.Shard(Path.Combine(_folder, path), subjects);

    private static async Task<long> LargestColumn(string file)
    {
        await using var reader = await Parquet.ParquetReader.CreateAsync(file);
        return reader.Metadata!.RowGroups.Max(group => group.Columns.Max(column => column.MetaData!.TotalUncompressedSize));
    }

    private void Lay(string path, string fixture)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, path))!);
        File.Copy(Fixtures.Of(fixture), Path.Combine(_folder, path));
    }
}

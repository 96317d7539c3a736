using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Meds;
using Phr.Model.Reports;
using Phr.Model.Scoring;

namespace Phr.Tests.Model;

/// <summary>What a site's data set may hold without leading an evaluation astray.</summary>
public sealed class SiteDatasetTest(SmallModel small) : IClassFixture<SmallModel>, IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task A_data_set_in_which_nobody_can_be_asked_is_refused_and_measures_nothing(int people)
    {
        await Write(people, i => [$"{i},2015-01-01,ICD10//I10"]);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => Evaluate());

        Assert.Contains("of 0 people with a birth (MEDS_BIRTH and its time) nobody", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_no_birth_is_counted_in_the_report()
    {
        await Write(20, i => i < 3 ? [$"{i},2015-01-01,ICD10//I10"] : Person(i));

        var report = await Evaluate();

        Assert.Equal(17, report.People);
        Assert.Equal(3, report.Reading!.WithoutBirth);
        var text = SiteReportFiles.Markdown("m", report, new AcceptanceCriteria());
        Assert.Contains("3 subjects without MEDS_BIRTH", text, StringComparison.Ordinal);
    }

    /// <summary>Else everybody were observed for 179 years without outcome.</summary>
    [Fact]
    public async Task One_row_far_ahead_changes_nothing_for_anybody_and_is_counted()
    {
        await Write(20, Person);
        var without = await Evaluate();
        await Write(20, i => i == 7 ? [.. Person(i), $"{i},2199-12-31,ICD10//E119", $"{i},2199-12-31,MEDS_DEATH"] : Person(i));
        var with = await Evaluate();

        Assert.Equal(without.Tasks.Select(task => task.All), with.Tasks.Select(task => task.All));
        Assert.Equal(new DateTime(2020, 6, 1), with.Reading!.ObservedUntil.Date);
        Assert.Equal((0, 2), (without.Reading!.RowsAfter, with.Reading.RowsAfter));
    }

    [Theory]
    [InlineData(9, 366, 366)]
    [InlineData(10, 365, 365)]
    [InlineData(10, 366, 0)]
    [InlineData(199, 366, 0)]
    public void Observation_ends_with_the_last_row_unless_it_stands_apart_by_more_than_a_year(int people, int daysAfter, int endsAfter)
    {
        var last = Records.At("2020-06-01T00:00:00+09:00");

        Assert.Equal(last.AddDays(endsAfter), ObservationEnd.Of([.. Enumerable.Repeat(last, people - 1), last.AddDays(daysAfter)]));
    }

    [Theory]
    [InlineData(199, false)]
    [InlineData(200, true)]
    public void One_of_a_hundred_may_stand_apart(int people, bool mayBoth)
    {
        var last = Records.At("2020-06-01T00:00:00+09:00");
        var end = ObservationEnd.Of([.. Enumerable.Repeat(last, people - 2), last.AddYears(100), last.AddYears(150)]);

        Assert.Equal(mayBoth ? last : last.AddYears(100), end);
    }

    [Fact]
    public async Task Times_that_were_shifted_one_by_one_ask_for_how_long_people_were_followed()
    {
        await Write(20, i => Person(i, 2000 + (i * 9)));

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => Evaluate());

        Assert.Contains("Say with --followed YEARS", refused.Message, StringComparison.Ordinal);
        Assert.Equal(20, (await Evaluate(followedYears: 2)).People);
    }

    public void Dispose() => File.Delete(_file);

    private async Task<EvaluationReport> Evaluate(double? followedYears = null)
    {
        var reading = new MedsReading();
        var people = UnlearntPeople.Of(small.Model.Artefact, MedsDataset.At(_file), followedYears, reading, default);
        return await new SiteEvaluation(small.Model).Run("test", people, null, default) with { Reading = reading };
    }

    private static string[] Person(int number) => Person(number, 2010);

    private static string[] Person(int number, int year) =>
    [
        $"{number},{year - 50}-05-01,MEDS_BIRTH", $"{number},{year}-01-01,LOINC//4548-4//%,6.1",
        $"{number},{year + 4 + (number % 3)}-01-01,ICD10//E119", $"{number},{year + 10}-06-01,LOINC//4548-4//%,6.1",
    ];

    private Task Write(int people, Func<int, string[]> rows) => File.WriteAllLinesAsync(_file, Enumerable.Range(0, people)
        .SelectMany(rows).Select(row => row.Count(c => c == ',') == 3 ? row : row + ",").Prepend("subject_id,time,code,numeric_value"));
}

using System.Text;
using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Meds;
using Phr.Model.Scoring;
using Phr.Simulator;

namespace Phr.Tests.Model;

public sealed class SiteEvaluationTest(SmallModel small) : IClassFixture<SmallModel>, IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    /// <summary>The answer that is measured is the one that a person would have got at that moment.</summary>
    [Fact]
    public async Task Each_person_is_asked_at_moments_of_their_past_with_what_was_known_then()
    {
        var person = SimulatedCohort.Of(LifeSimulation.Live(World.Shipped, 5, 3));
        var report = await new SiteEvaluation(small.Model).Run("one", Stream(person), null, default);

        Assert.Equal(1, report.People);
        Assert.Equal(small.Model.Artefact.Digest, report.ModelDigest);
        Assert.Equal(Records.Tasks.Order(), report.Tasks.Select(task => task.Task).Order());
        Assert.All(report.Tasks, task => Assert.InRange(task.All.Rows, 0, IndexMoments.PerTask));
        Assert.Contains(report.Tasks, task => task.All.Rows > 0);
    }

    [Fact]
    public async Task A_table_gives_the_people_that_it_holds()
    {
        await File.WriteAllTextAsync(_file, """"
            subject_id,time,code,numeric_value,text_value,department
            1,,GENDER//F,,,x
            1,1960-05-01T00:00:00,MEDS_BIRTH,,,x
            1,2012-01-01 08:00:00,LOINC//4548-4//%,6.1,,"x, y"
            1,2015-01-01T08:00:00,ICD10//E119,,,"he said ""x"""
            2,1970-01-01T00:00:00,LOINC//4548-4//%,6.1,,x
            3,1950-01-01T00:00:00,MEDS_BIRTH,,,x
            3,2014-01-01T00:00:00,MEDS_DEATH,,,x

            """");

        var people = new List<CohortPerson>();
        await foreach (var person in MedsDataset.At(_file).People(default))
            people.Add(person);

        Assert.Equal([1, 3], people.Select(person => person.Id));
        Assert.Equal("female", people[0].Record.Person.Sex);
        Assert.Equal(2015, people[0].StudyEnd.Year);
        Assert.Equal(2014, people[1].Exit.Year);
        Assert.Equal(2, people[0].Record.Events.Count);
    }

    [Theory]
    [InlineData("subject_id,code\n1,x", "no column time")]
    [InlineData("subject_id,time,code\nx,,GENDER//F", "line 2: column subject_id is no whole number")]
    [InlineData("subject_id,time,code\n1,yesterday,GENDER//F", "line 2: column time is no time")]
    [InlineData("subject_id,time,code\n1,,GENDER//F\n1,,", "line 3: column code is empty")]
    [InlineData("subject_id,time,code\n1,,GENDER//F,more", "line 2: it has 4 cells for 3 columns")]
    [InlineData("subject_id,time,code,numeric_value\n1,,A//B,\n1,,A//B,high", "line 3: column numeric_value is no number")]
    [InlineData("subject_id,time,code,numeric_value\n1,,A//B,\"5,6\"", "line 2: column numeric_value is no number")]
    [InlineData("subject_id,time,code,numeric_value\n1,,A//B,NaN", "line 2: column numeric_value is no number")]
    [InlineData("subject_id,time,code,numeric_value\n1,,A//B,1e999", "line 2: column numeric_value is no number")]
    [InlineData("subject_id,time,code,time\n1,,A//B,", "has column time twice")]
    [InlineData("subject_id,time,code,text_value\n1,,A//B,\"torn", "line 2: a quote does not end in it")]
    [InlineData("subject_id,time,code\n1,,A//B\n2,,A//B\n1,,A//B", "do not lie together")]
    public async Task A_table_that_is_none_is_refused_with_its_place(string table, string says)
    {
        await File.WriteAllTextAsync(_file, table);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var _ in MedsDataset.At(_file).People(default))
                continue;
        });

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    public async Task A_table_in_another_encoding_is_refused(string mark)
    {
        await File.WriteAllBytesAsync(_file, [.. Encoding.UTF8.GetBytes(mark), .. "subject_id,time,code\n1,,"u8, 0x93, 0xFA, 0x96, 0x7B]);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var _ in MedsDataset.At(_file).People(default))
                continue;
        });

        Assert.Contains($"{_file} is no UTF-8", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_the_limit_is_read_and_one_more_character_refused()
    {
        var head = "subject_id,time,code\n1,,";
        await File.WriteAllTextAsync(_file, head + new string('x', new MedsLimits().LineLengthMax - 3));
        await foreach (var _ in MedsDataset.At(_file).People(default))
            continue;
        await File.WriteAllTextAsync(_file, head + new string('x', new MedsLimits().LineLengthMax - 2));

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var _ in MedsDataset.At(_file).People(default))
                continue;
        });
    }

    public void Dispose() => File.Delete(_file);

    private static async IAsyncEnumerable<CohortPerson> Stream(CohortPerson person)
    {
        await Task.Yield();
        yield return person;
    }
}

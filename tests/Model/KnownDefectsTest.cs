using Phr.Model.Cohorts;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Tests.Model;

/// <summary>
/// Defects found in a published pipeline of the same kind (reference ehr-models.md §1.6), each as a test that ours
/// does not have it. The others of the eleven are held elsewhere: real time instead of positions and of years (1, 7,
/// 8) and bins (11) in
/// <see cref="TokeniserTest"/>, values (6) there too, the record untouched by a question (5) in <see
/// cref="ScoringTest"/>, lengths of stay and readmissions (1, 2) in <c>StayLabelsTest</c>, what comes after the moment of asking
/// (4, 10) in <c>AskedAtMomentTest</c>, areas of probabilities instead of labels (9) in <see cref="MeasuresTest"/>.
/// </summary>
public sealed class KnownDefectsTest(SmallModel small) : IClassFixture<SmallModel>
{
    [Theory]
    [InlineData(27, true)]
    [InlineData(28, true)]
    [InlineData(29, true)]
    [InlineData(30, true)]
    [InlineData(31, false)]
    [InlineData(59, false)]
    public void Thirty_days_are_thirty_days(int days, bool comes)
    {
        var labels = new TaskLabels(0, double.PositiveInfinity, [1000 + days]);

        Assert.Equal(comes ? 1 : 0, labels.After(1000, 30 / Tokeniser.DaysPerYear, exit: 5000, death: null).Kind);
    }

    [Theory]
    [InlineData(OnnxScorer.ChunkMax)]
    [InlineData(2 * OnnxScorer.ChunkMax)]
    [InlineData(4096)]
    public async Task A_record_that_fills_its_chunks_is_answered_from_its_end(int length)
    {
        var steps = Enumerable.Range(0, length)
            .Select(i => small.Steps(i % 5)[i % 60] with { Day = 20_000 + i, DeltaDays = 1 }).ToArray();
        var changed = steps.ToArray();
        changed[^1] = changed[^1] with { Token = changed[^1].Token == 20 ? 21 : 20 };

        var before = await Answer(steps);
        var after = await Answer(changed);

        Assert.NotEqual(before, after);
    }

    [Fact]
    public async Task Each_task_is_asked_by_its_own_prompt()
    {
        var steps = small.Steps(3).ToArray();
        var state = await small.Model.Read(ModelState.Start(small.Model.Artefact.Shape), steps, default);

        var risks = new List<double>();
        foreach (var task in Records.Tasks)
            risks.Add((await small.Model.Ask(state, task, steps[^1].Day, steps[^1].Day, default)).Risk(5));

        Assert.NotEqual(risks[0], risks[1]);
    }

    [Fact]
    public void A_death_is_an_outcome_never_an_input()
    {
        var rows = new[]
        {
            new MedsEvent(1, Records.Birth, MedsRecordReader.Birth),
            new MedsEvent(1, Records.At("2020-01-01T00:00:00+09:00"), "ICD10//I10"),
            new MedsEvent(1, Records.At("2021-01-01T00:00:00+09:00"), MedsRecordReader.Death),
        };

        Assert.Equal("ICD10//I10", Assert.Single(MedsRecordReader.Person(rows, [])!.Events).Display);
    }

    [Fact]
    public void A_diagnosis_written_at_discharge_is_not_known_at_admission()
    {
        var record = Records.Person(
            Records.Event(EventType.Encounter, "class:AMB", "2020-01-01T09:00:00+09:00"),
            Records.Event(EventType.Diagnosis, "ICD10:I10",
            "2020-01-01T09:00:00+09:00") with { KnownAt = Records.At("2020-01-12T10:00:00+09:00") });

        Assert.Equal(2, small.Model.Tokeniser.Read(record, Records.At("2020-01-02T00:00:00+09:00")).Steps.Count);
        Assert.Equal(3, small.Model.Tokeniser.Read(record, Records.At("2020-01-13T00:00:00+09:00")).Steps.Count);
    }

    [Fact]
    public void Rows_without_time_stand_at_birth_and_need_one()
    {
        MedsEvent[] rows = [new(1, null, "PHR//family-diabetes"), new(1, Records.Birth, MedsRecordReader.Birth)];

        Assert.Equal(Records.Birth, Assert.Single(MedsRecordReader.Person(rows, [])!.Events).Time);
        Assert.Null(MedsRecordReader.Person([rows[0]], []));
    }

    [Theory]
    [InlineData("ICD10//E11.9", EventType.Diagnosis, "dx/icd10:E119")]
    [InlineData("DIAGNOSIS//ICD//10//E119", EventType.Diagnosis, "dx/icd10:E119")]
    [InlineData("LAB//50912//mg/dL", EventType.Lab, "lab/?")]
    [InlineData("JLAC10//3D046000001906202", EventType.Lab, "lab/hba1c")]
    [InlineData("LOINC//8480-6", EventType.Vital, "vital/sbp")]
    [InlineData("HOSPITAL_ADMISSION//EW EMER.", EventType.Encounter, "visit/inpatient")]
    [InlineData("YJ//3962002F2027", EventType.Medication, "rx/yj:3962002")]
    public void Codes_of_MEDS_data_sets_are_placed(string code, EventType type, string key)
    {
        var item = MedsRecordReader.Person([new(1, Records.Birth, MedsRecordReader.Birth),
            new(1, Records.Later, code, 7)], [])!.Events.Single();

        Assert.Equal(type, item.Type);
        Assert.Equal(key, CodeHierarchy.Path(item.Type, item.Codes).Keys[0]);
    }

    private async Task<double> Answer(ModelEvent[] steps)
    {
        var state = await small.Model.Read(ModelState.Start(small.Model.Artefact.Shape), steps, default);
        return (await small.Model.Ask(state, Records.Tasks[0], steps[^1].Day, steps[^1].Day, default)).Risk(5);
    }
}

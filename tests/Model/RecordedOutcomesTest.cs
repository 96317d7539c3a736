using Phr.Model.Cohorts;
using Phr.Model.Tokens;
using Phr.Simulator;

namespace Phr.Tests.Model;

/// <summary>What a MEDS record says of an outcome is what people are told of: held against the simulator's truth.</summary>
public sealed class RecordedOutcomesTest
{
    private const int People = 1_000;

    private static readonly IReadOnlyList<TaskDefinition> Tasks =
        TaskDefinition.Load(Path.Combine(Records.Root(), "model-service", "training", "tasks"));

    /// <summary>
    /// Too many are codes of another disease written by mistake, and what had come before the first entry; too few are deaths before any
    /// hospital and what nobody measured.
    /// </summary>
    [Fact]
    public void Outcomes_read_from_records_are_close_to_those_that_truly_came()
    {
        var (truly, read, both) = (new int[Tasks.Count], new int[Tasks.Count], new int[Tasks.Count]);
        for (var number = 0; number < People; number++)
        {
            var person = SimulatedCohort.Of(LifeSimulation.Live(World.Second, 2_000_003, number), devices: false);
            var recorded = person with { Truth = OutcomeTruth.None };
            for (var task = 0; task < Tasks.Count; task++)
            {
                var (came, was) = (Came(Tasks[task], person), Came(Tasks[task], recorded));
                truly[task] += came ? 1 : 0;
                read[task] += was ? 1 : 0;
                both[task] += came && was ? 1 : 0;
            }
        }
        for (var task = 0; task < Tasks.Count; task++)
        {
            Assert.InRange((double)read[task] / truly[task], 0.85, 1.35);
            Assert.InRange((double)both[task] / truly[task], 0.85, 1);
        }
    }

    [Fact]
    public void A_diagnosis_says_that_a_heart_attack_came_only_during_a_stay_or_an_emergency()
    {
        Assert.Empty(Outcomes("cardiovascular-event", Visit(0, "AMB"), Coded(0, "I219"), Coded(9, "I219")));
        Assert.Equal([40], Outcomes("cardiovascular-event", Coded(3, "I219"), Visit(40, "EMER"), Coded(40, "I219")));
        Assert.Equal([40], Outcomes("cardiovascular-event", Visit(40, "IMP"), Coded(52, "I219"), Discharge(52)));
        Assert.Empty(Outcomes("cardiovascular-event", Visit(40, "IMP"), Discharge(51), Coded(52, "I219")));
        Assert.Empty(Outcomes("cardiovascular-event", Visit(40, "IMP"), Coded(41, "I219")));
    }

    [Fact]
    public void Heart_failure_gets_worse_once_a_stay_and_in_no_clinic()
    {
        Assert.Equal([40, 90], Outcomes("heart-failure-decompensation", Coded(0, "I509"),
            Visit(40, "IMP"), Coded(40, "I509"), Coded(45, "I509"), Discharge(50),
            Visit(60, "EMER"), Coded(60, "I509"), Coded(70, "I509"), Visit(90, "IMP"), Coded(90, "I509")));
    }

    [Theory]
    [InlineData("59 59", "400")]
    [InlineData("59 70", "")]
    [InlineData("59", "")]
    [InlineData("61 61", "")]
    public void Kidneys_have_declined_where_a_fall_of_forty_percent_is_confirmed(string after, string expected)
    {
        var values = new[] { 100.0, 101, 99 }.Concat(after.Split(' ').Select(double.Parse)).ToList();
        var days = Outcomes("kidney-decline", [.. values.Select((value, i) =>
            Measured(i < 3 ? i * 100 : 400 + ((i - 3) * 28), "33914-3", value, "mL/min/1.73m2"))]);

        Assert.Equal(expected, string.Join(' ', days));
        Assert.Equal([7], Outcomes("kidney-decline", Coded(7, "N185")));
    }

    /// <summary>A man of 50: creatinine 0.8 is an eGFR of 80.6, and 1.3 one of 47.4.</summary>
    [Fact]
    public void Creatinine_tells_of_the_kidneys_where_nobody_reports_egfr()
    {
        Assert.Equal([300], Outcomes("kidney-decline", Measured(0, "2160-0", 0.8, "mg/dL"), Measured(100, "2160-0", 0.8, "mg/dL"),
            Measured(300, "2160-0", 1.3, "mg/dL"), Measured(330, "2160-0", 1.3, "mg/dL")));
    }

    private static readonly DateTimeOffset Birth = Records.At("1960-01-01T00:00:00+09:00");

    private static readonly DateTimeOffset Start = Records.At("2010-01-01T10:00:00+09:00");

    /// <summary>Days from <see cref="Start"/>.</summary>
    private static int[] Outcomes(string key, params MedsEvent[] rows)
    {
        var record = MedsRecordReader.Person([new(1, Birth, MedsRecordReader.Birth), new(1, null, "GENDER//M"), .. rows], [])!;
        var person = new CohortPerson(1, record, Start.AddYears(5), Start.AddYears(5), null, OutcomeTruth.None);
        var labels = TaskLabels.Of(Tasks.Single(task => task.Key == key), person);
        return [.. labels.Outcomes.Select(day => (int)Math.Round(day - (Start - Birth).TotalDays))];
    }

    private static MedsEvent Visit(int day, string kind) => new(1, Start.AddDays(day), "ENCOUNTER//" + kind);

    private static MedsEvent Discharge(int day) => new(1, Start.AddDays(day), "HOSPITAL_DISCHARGE//HOME");

    private static MedsEvent Coded(int day, string icd10) => new(1, Start.AddDays(day), "ICD10//" + icd10);

    private static MedsEvent Measured(int day, string loinc, double value, string unit) =>
        new(1, Start.AddDays(day), $"LOINC//{loinc}//{unit}", value);

    private static bool Came(TaskDefinition task, CohortPerson person)
    {
        if (person.Entries().Select(item => (DateTimeOffset?)item.Time).Min() is not { } first)
            return false;
        var labels = TaskLabels.Of(task, person);
        var from = Math.Max(labels.From, Tokeniser.DayOfLife(person.Record.Person.Birth, first));
        return labels.Outcomes.Any(day => day > from && day <= labels.Until);
    }
}

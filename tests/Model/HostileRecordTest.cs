using System.Globalization;
using Phr.Model.Assessments;
using Phr.Model.Scoring;
using Phr.Model.Tokens;
using Xunit.Abstractions;

namespace Phr.Tests.Model;

/// <summary>The shipped model on one man's record, and on the same record with what sources write wrongly.</summary>
public sealed class HostileRecordTest(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Cardiovascular = "cardiovascular-event";
    private const string Kidney = "kidney-decline";
    private const string Diabetes = "type-2-diabetes";

    private static readonly DateTimeOffset Now = Records.At("2026-11-22T09:00:00+09:00");

    private RiskModel _model = null!;

    public async Task InitializeAsync() => _model = await RiskModel.Start(
        ModelArtefact.Load(ModelArtefact.Newest(Path.Combine(Records.Root(), "model-service", "models"))!), new InferenceLimits(), default);

    public Task DisposeAsync()
    {
        _model.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Values_that_cannot_be_are_no_evidence_and_make_the_answer_weak()
    {
        var plain = await Assess(Checked());
        Assert.False(plain.IsWeak);

        foreach (var (record, reason) in new[] { (Checked(factor: 1000), "implausible-value"), (Checked(unit: "zork"), "unknown-unit") })
        {
            var assessment = await Assess(record);
            Assert.True(assessment.IsWeak);
            Assert.True(assessment.NotRead.Single(one => one.Reason == reason).Count >= 55, reason);
            Assert.DoesNotContain(Cited(assessment), entry => entry.Value is not null);
        }
    }

    [Theory]
    [InlineData(500, "%", "implausible-value")]
    [InlineData(-5, "%", "implausible-value")]
    [InlineData(1e308, "%", "implausible-value")]
    [InlineData(double.PositiveInfinity, "%", "implausible-value")]
    [InlineData(6.1, "mg/dL", "unknown-unit")]
    public async Task A_value_that_cannot_be_leaves_the_answer_as_it_was(double value, string unit, string reason)
    {
        var before = await Assess(Checked());
        var after = await Assess(Checked(with: Records.Event(EventType.Lab, "loinc:4548-4", "2026-11-01T09:00:00+09:00", value, unit)));

        Assert.Equal(Risk(before, Cardiovascular), Risk(after, Cardiovascular));
        Assert.Equal(1, after.NotRead.Single(one => one.Reason == reason).Count);
    }

    [Fact]
    public async Task Values_outside_of_what_the_model_has_seen_are_flagged()
    {
        const string day = "2026-11-01T09:00:00+09:00";
        var assessment = await Assess(Checked(
            with: [
                Records.Event(EventType.Vital, "loinc:8480-6", day, 300, "mm[Hg]"),
                Records.Event(EventType.Lab, "loinc:2160-0", day, 29, "mg/dL"),
                Records.Event(EventType.Lab, "loinc:13457-7", day, 690, "mg/dL"),
                Records.Event(EventType.Lab, "loinc:4548-4", day, 19, "%"),
                Records.Event(EventType.Vital, "loinc:39156-5", day, 95, "kg/m2")]));

        Assert.True(assessment.IsWeak);
        Assert.Equal(4, assessment.NotRead.Single(one => one.Reason == "beyond-range").Count);
    }

    [Theory]
    [InlineData("N18.3", "N18.9")]
    [InlineData("N18.4", "N18.9")]
    [InlineData("N18", "N18.9")]
    [InlineData("E11.2", "E11.9")]
    [InlineData("E11.7", "E11.9")]
    [InlineData("E11", "E11.9")]
    [InlineData("E78.0", "E78.5")]
    [InlineData("I50.0", "I50.9")]
    [InlineData("I25.1", "I25.2")]
    [InlineData("J45.1", "J45.9")]
    public async Task A_more_specific_code_answers_no_further_from_the_common_one_than_no_code(string specific, string common)
    {
        Task<Assessment> With(string code) =>
            Assess(Checked(with: Records.Event(EventType.Diagnosis, "ICD10:" + code, "2026-11-01T09:00:00+09:00")));
        var (none, usual, special) = (await Assess(Checked()), await With(common), await With(specific));

        foreach (var task in new[] { Cardiovascular, Kidney, Diabetes }.Where(task => Risk(usual, task) is not null))
        {
            var (without, with, asked) = (Risk(none, task)!.Value, Risk(usual, task)!.Value, Risk(special, task)!.Value);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{specific} {task}: {without:F4} {with:F4} {asked:F4}"));
            Assert.True(Math.Abs(asked - with) <= Math.Abs(without - with) + 1e-6, task);
        }
    }

    [Fact]
    public async Task A_flooded_day_hides_no_result()
    {
        const string day = "2026-11-01T";
        RecordEvent[] found = [
            Records.Event(EventType.Lab, "loinc:4548-4", day + "23:00:00+09:00", 12, "%"),
            Records.Event(EventType.Vital, "loinc:8480-6", day + "23:00:00+09:00", 230, "mm[Hg]")];
        var midnight = Records.At(day + "00:00:00+09:00");
        var flood = Enumerable.Range(0, 9_990).Select(i =>
            Records.Event(EventType.Vital, "loinc:8867-4", day + "00:00:00+09:00", 60 + (i % 40), "/min") with
            {
                Time = midnight.AddSeconds(8 * i), KnownAt = midnight.AddSeconds(8 * i),
            });

        var (plain, flooded) = (await Assess(Checked(with: found)), await Assess(Checked(with: [.. flood, .. found])));

        output.WriteLine($"{Risk(plain, Diabetes)} {Risk(flooded, Diabetes)}");
        Assert.InRange(Risk(flooded, Diabetes)!.Value, 0.5, 1);
        Assert.True(flooded.IsWeak);
        Assert.Equal("thinned", flooded.NotRead[0].Reason);
    }

    [Fact]
    public async Task A_suspicion_excludes_nobody_and_type_1_diabetes_is_not_asked_about_type_2()
    {
        Task<Assessment> With(string code, bool isConfirmed) => Assess(Checked(
            with: Records.Event(EventType.Diagnosis, "ICD10:" + code, "2026-11-01T09:00:00+09:00") with { IsConfirmed = isConfirmed }));

        Assert.Null(NotAsked(await With("I21.9", isConfirmed: false), Cardiovascular));
        Assert.Equal("already", NotAsked(await With("I21.9", isConfirmed: true), Cardiovascular));
        Assert.Null(NotAsked(await With("E10.9", isConfirmed: false), Diabetes));
        Assert.Equal("not-applicable", NotAsked(await With("E10.9", isConfirmed: true), Diabetes));
    }

    private static double? Risk(Assessment assessment, string task) =>
        assessment.Outcomes.Single(outcome => outcome.Task.Key == task) is { NotAsked: null } risk ? risk.Probability : null;

    private static string? NotAsked(Assessment assessment, string task) =>
        assessment.Outcomes.Single(outcome => outcome.Task.Key == task).NotAsked;

    private static IEnumerable<Phr.Model.Explanations.EntryContribution> Cited(Assessment assessment) => assessment.Outcomes
        .SelectMany(outcome => outcome.Explanation?.Drivers ?? []).SelectMany(driver => driver.Entries);

    private Task<Assessment> Assess(PersonRecord record) => new Assessor(_model).Assess(
        new PersonTimeline(_model), record, Now, new AssessmentScope(new HashSet<string> { Cardiovascular, Kidney, Diabetes }), default);

    /// <summary>A man with eleven yearly check-ups, the prescriptions of one, and high blood pressure.</summary>
    private static PersonRecord Checked(double factor = 1, string? unit = null, params RecordEvent[] with)
    {
        var events = new List<RecordEvent>(with);
        for (var i = 0; i < 11; i++)
        {
            var day = $"{2015 + i}-04-10T09:00:00+09:00";
            void Add(EventType type, string code, double value, string own) =>
                events.Add(Records.Event(type, code, day, factor * value, unit ?? own));
            events.Add(Records.Event(EventType.Encounter, "phr:checkup", day));
            Add(EventType.Lab, "loinc:4548-4", 5.6 + (0.05 * i), "%");
            Add(EventType.Vital, "loinc:8480-6", 146 + i, "mm[Hg]");
            Add(EventType.Lab, "loinc:13457-7", 140, "mg/dL");
            Add(EventType.Lab, "loinc:2160-0", 0.9, "mg/dL");
            Add(EventType.Lab, "loinc:33914-3", 75, "mL/min/{1.73_m2}");
            Add(EventType.Vital, "loinc:39156-5", 26, "kg/m2");
        }
        events.Add(Records.Event(EventType.Diagnosis, "ICD10:I10", "2015-04-10T09:00:00+09:00"));
        return new PersonRecord(new PersonFacts("Patient/1", Records.At("1966-05-05T00:00:00+09:00"), "male"), events, []);
    }
}

using System.Text.Json;
using Phr.Model.Assessments;
using Phr.Model.Cohorts;
using Phr.Model.Scoring;
using Phr.Model.Tokens;
using Phr.Tests.Model.OwnPeople;
using static Phr.Tests.Model.OwnPeople.Question;
using Question = Phr.Tests.Model.OwnPeople.Question;

namespace Phr.Tests.Model;

/// <summary>
/// Whom a served question about a stay is put to, and from what it is answered. Of the defects of a published pipeline these are 4 and 10:
/// what comes after the moment of asking is no input.
/// </summary>
public sealed class AskedAtMomentTest : IAsyncLifetime
{
    private const string Key = "type-2-diabetes";

    private static readonly MedsEvent[] Before = [.. Enumerable.Range(0, 8).Select(i => Coded(-100 + i, "I10"))];

    private readonly string _folder = Directory.CreateTempSubdirectory("phr-moment-").FullName;
    private RiskModel _model = null!;

    /// <summary>The small model, whose first prompt is that of another question.</summary>
    public async Task InitializeAsync()
    {
        foreach (var file in Directory.EnumerateFiles(SmallModel.Folder))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        var readmission = Tasks.Single(task => task.Key == "readmission") with { Key = Key };
        await File.WriteAllBytesAsync(Path.Combine(_folder, "tasks.json"), TaskDefinition.Store([readmission, SmallModel.Tasks[1]]));
        ModelArtefact.Seal(_folder);
        _model = await RiskModel.Start(ModelArtefact.Load(_folder), new InferenceLimits(), default);
    }

    public Task DisposeAsync()
    {
        _model?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(0.99, "not-applicable")]
    [InlineData(1, null)]
    [InlineData(7, null)]
    [InlineData(7.01, "already")]
    public void How_long_they_stay_is_asked_of_who_is_in_hospital_now(double now, string? whyNot)
    {
        Assert.Equal((whyNot is null, whyNot), Asked("long-stay", now, In(0)));
        Assert.Equal((false, "not-applicable"), Asked("long-stay", now, In(0), Out(now - 0.01)));
    }

    [Theory]
    [InlineData(4.99, "not-applicable")]
    [InlineData(5, null)]
    [InlineData(34.9, null)]
    [InlineData(35.1, "not-applicable")]
    public void A_return_is_asked_of_who_was_discharged_within_thirty_days(double now, string? whyNot)
    {
        Assert.Equal((whyNot is null, whyNot), Asked("readmission", now, In(0), Out(5)));
        Assert.Equal((whyNot is null, whyNot), Asked("death-after-discharge", now, In(0), Out(5)));
    }

    [Fact]
    public void Who_is_back_is_not_asked_whether_they_will_be()
    {
        Assert.Equal((false, "already"), Asked("readmission", 12, In(0), Out(5), In(10)));
        Assert.Equal((true, null), Asked("death-after-discharge", 12, In(0), Out(5), In(10)));
        Assert.Equal((true, null), Asked("readmission", 16, In(0), Out(5), In(10), Out(15)));
    }

    [Fact]
    public void A_discharge_counts_from_when_it_is_known()
    {
        MedsEvent[] rows = [In(0), Out(3) with { KnownAt = Start.AddDays(4) }];

        Assert.Equal((true, null), Asked("long-stay", 3.5, rows));
        Assert.Equal((false, "not-applicable"), Asked("readmission", 3.5, rows));
        Assert.Equal((true, null), Asked("readmission", 4, rows));
    }

    [Fact]
    public void Age_is_that_of_the_moment_of_asking()
    {
        // Fifty on the first of January 2010, ten hours before the start.
        var grown = Tasks.Single(task => task.Key == "readmission") with { Eligible = new Eligibility(50, 130) };

        Assert.Equal((false, "age"), grown.IsAsked(new Question("readmission", null, In(-5), Out(-1)).Person.Record, Start.AddDays(2)));
        Assert.Equal((true, null), grown.IsAsked(new Question("readmission", null, In(-5), Out(1)).Person.Record, Start.AddDays(2)));
    }

    [Fact]
    public async Task What_came_to_be_known_after_the_moment_is_not_read()
    {
        MedsEvent[] rows = [.. Before, In(0), Coded(5, "J45"), Out(5)];
        MedsEvent[] later = [.. rows, Coded(9, "J45"), Coded(4, "I10") with { KnownAt = Start.AddDays(8) }];

        var (_, first) = await Assess(6, rows);
        var (_, second) = await Assess(20, later);
        var (_, withoutDiagnosis) = await Assess(6, [.. Before, In(0), Out(5)]);

        Assert.Equal(Start.AddDays(5), first.AskedAt);
        Assert.Equal(first.Probability, second.Probability, 6);
        Assert.NotEqual(first.Probability, withoutDiagnosis.Probability, 6);
    }

    [Fact]
    public async Task An_answer_says_from_when_it_counts()
    {
        var (assessment, risk) = await Assess(20, [.. Before, In(0), Out(5)]);

        var prediction = JsonDocument.Parse(RiskAssessmentResource.Json(
            risk, assessment, new AssessmentContext("1", "Patient/1", "Device/1", []))).RootElement.GetProperty("prediction")[0];
        Assert.Equal("2010-01-06", prediction.GetProperty("whenPeriod").GetProperty("start").GetString());
        Assert.Equal("2010-02-05", prediction.GetProperty("whenPeriod").GetProperty("end").GetString());
        var text = RiskText.Of(risk, assessment);
        Assert.Contains("退院から30日以内に予定も含めて再び入院すると見込まれます", text.Headline.Japanese, StringComparison.Ordinal);
        Assert.EndsWith(
            "expected to be admitted to hospital again (planned or not) within 30 days of leaving hospital.",
            text.Headline.English, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_stay_nothing_is_said_that_only_other_questions_have()
    {
        var (assessment, risk) = await Assess(20, [.. Before, In(0), Out(5)]);

        var text = RiskText.Of(risk, assessment);
        Assert.Null(text.Peers);
        Assert.Null(text.YearAgo);
        Assert.Null(text.Range);
        Assert.Empty(text.Drivers);
        Assert.Empty(text.WhatIfs);
        Assert.Empty(risk.Trajectory);
    }

    [Theory]
    [InlineData("long-stay", "入院が7日を超えると見込まれます", "expected to stay in hospital for more than 7 days.")]
    [InlineData("death", "今後1年に亡くなると見込まれます", "expected to die within 1 year.")]
    [InlineData("death-after-discharge", "退院から30日以内に亡くなると見込まれます", "expected to die within 30 days of leaving hospital.")]
    [InlineData("hypertension", "今後5年に高血圧と診断されると見込まれます", "expected to be diagnosed with high blood pressure within 5 years.")]
    public void Each_question_is_told_with_its_own_time(string key, string japanese, string english)
    {
        var task = Tasks.Single(task => task.Key == key);
        var risk = new OutcomeRisk(task, null)
        {
            Horizons = [new HorizonRisk(task.HorizonYears, 0.3)], AskedAt = task.Moment is null ? null : Start,
        };

        var headline = RiskText.Of(risk, Start).Headline;

        Assert.EndsWith(japanese + "。", headline.Japanese, StringComparison.Ordinal);
        Assert.EndsWith(english, headline.English, StringComparison.Ordinal);
    }

    private static (bool, string?) Asked(string key, double now, params MedsEvent[] rows)
    {
        var question = new Question(key, null, rows);
        return question.Task.IsAsked(question.Person.Record, Start.AddDays(now));
    }

    private async Task<(Assessment Assessment, OutcomeRisk Risk)> Assess(double now, params MedsEvent[] rows)
    {
        var record = new Question("readmission", null, rows).Person.Record;
        var assessment = await new Assessor(_model).Assess(
            new PersonTimeline(_model), record, Start.AddDays(now), new AssessmentScope(new HashSet<string> { Key }), default);
        return (assessment, assessment.Outcomes.Single());
    }
}

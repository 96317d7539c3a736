using Phr.Model.Assessments;
using Phr.Model.People;
using Phr.Model.Risks;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Tests.Model.Service;

/// <summary>Reasons from before stand until new ones are there.</summary>
public sealed class PersonAnswerTest(SmallModel small) : IClassFixture<SmallModel>
{
    [Fact]
    public void A_reason_from_before_that_may_speak_of_an_entry_that_is_gone_is_not_told_again()
    {
        var task = small.Model.Artefact.Definitions[0];
        var assessment = new Assessment("small", "digest", Records.Later, 1,
            [new OutcomeRisk(task, null) { Horizons = [.. task.HorizonsYears.Select(years => new HorizonRisk(years, 0.1))] }]);
        var first = Answered(assessment);
        var earlier = first with
        {
            Risks = [first.Risks[0] with { Drivers = [Driver("gone", "Observation/a", "Observation/b"), Driver("stays", "Observation/b")] }],
        };

        var now = PersonAnswer.Of(2, "p", Assessed(assessment, isExplained: false), earlier, entry => entry == "Observation/b");

        Assert.Equal("stays", Assert.Single(now.Risks[0].Drivers).Group);
    }

    [Theory]
    [InlineData(0.49, true)]
    [InlineData(0.5, false)]
    public void What_is_weak_is_said_in_the_text_too(double share, bool isWeak)
    {
        var task = small.Model.Artefact.Definitions[0];
        var assessment = new Assessment("small", "digest", Records.Later, share,
            [new OutcomeRisk(task, null) { Horizons = [.. task.HorizonsYears.Select(years => new HorizonRisk(years, 0.1))] }]);

        var risk = Answered(assessment).Risks[0];

        Assert.Equal(isWeak, risk.Weak);
        Assert.Equal(isWeak, risk.Text.En.Contains("do not rely on this estimate", StringComparison.Ordinal));
        Assert.Equal(isWeak, risk.Text.Ja.Contains("当てになりません", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_not_read_is_told_with_its_reason_in_both_languages()
    {
        var flags = new Dictionary<ReadingFlag, int>
        {
            [ReadingFlag.Repeated] = 9, [ReadingFlag.InWeekAlone] = 9, [ReadingFlag.LeftOut] = 9,
            [ReadingFlag.Undated] = 1, [ReadingFlag.UnknownUnit] = 3,
        };
        var assessment = new Assessment("small", "digest", Records.Later, 1, []) { NotRead = UnreadEntries.Of(flags) };

        var told = Answered(assessment).NotRead;

        Assert.Equal([("unknown-unit", 3), ("undated", 1)], told.Select(one => (one.Reason, one.Count)));
        Assert.All(told, one => Assert.True(one.Text.Ja.Length > 0 && one.Text.En.Length > 0));
    }

    [Fact]
    public void A_horizon_has_an_interval_where_the_risk_has_one_and_none_beyond_what_was_learnt()
    {
        var task = small.Model.Artefact.Definitions[0];
        var curve = new HazardCurve([0, 10], [0.02], [0.01]);
        var interval = new RiskInterval(0.05, 0.2);
        var answer = Answered(new Assessment("small", "digest", Records.Later, 1, [new OutcomeRisk(task, null)
        {
            Curve = curve, Interval = interval,
            Horizons = [.. task.HorizonsYears.Select(years => new HorizonRisk(years, curve.Risk(years), interval))],
        }]));
        var risk = RiskAnswer.Read(answer.Json())!.Risks[0];

        var asked = risk.At(3).Asked!;

        Assert.Equal(curve.Risk(3), asked.Probability, 12);
        Assert.InRange(asked.Probability, asked.Interval!.Low, asked.Interval.High);
        Assert.Equal(RiskIntervals.At(interval, curve, task.HorizonYears, 3), asked.Interval);
        Assert.All(risk.Horizons, horizon => Assert.Equal(interval, horizon.Interval));
        Assert.Null((risk with { YearsMax = 1 }).At(3).Asked);
        Assert.Null((risk with { Interval = null }).At(3).Asked!.Interval);
        Assert.Null(risk.At(3).Curve);
    }

    [Fact]
    public void Reasons_of_another_model_do_not_stand_for_its_own_and_are_waited_for()
    {
        var task = small.Model.Artefact.Definitions[0];
        Assessment Of(string digest) => new("small", digest, Records.Later, 1,
            [new OutcomeRisk(task, null) { Horizons = [.. task.HorizonsYears.Select(years => new HorizonRisk(years, 0.1))] }]);
        var first = Answered(Of("one"));
        var earlier = first with { Risks = [first.Risks[0] with { Drivers = [Driver("reason", "Observation/a")] }] };

        var same = PersonAnswer.Of(2, "p", Assessed(Of("one"), isExplained: false), earlier, _ => true);
        var other = PersonAnswer.Of(2, "p", Assessed(Of("another"), isExplained: false), earlier, _ => true);

        Assert.Equal((1L, 1), (same.ExplainedPosition, same.Risks[0].Drivers.Count));
        Assert.Equal((null, 0), (other.ExplainedPosition, other.Risks[0].Drivers.Count));
        Assert.Empty(PersonAnswer.Changed(first, Answered(Of("one"))));
        Assert.Single(PersonAnswer.Changed(first, Answered(Of("another"))));
    }

    [Theory]
    [InlineData("phr-0.5", "phr", "0.5")]
    [InlineData("own-site-2", "own-site", "2")]
    [InlineData("plain", "plain", "")]
    public void A_model_s_folder_is_its_name_and_its_version(string folder, string name, string version) =>
        Assert.Equal(new AnsweredModel(name, version, "00"), AnsweredModel.Of(folder, "00"));

    /// <summary>As those are that were stored before several models were served.</summary>
    [Fact]
    public void A_stored_answer_that_names_no_model_is_not_taken_up()
    {
        var task = small.Model.Artefact.Definitions[0];
        var answer = Answered(new Assessment("small", "digest", Records.Later, 1, [new OutcomeRisk(task, null)
        {
            Curve = new HazardCurve([0, 10], [0.02], [0.01]),
            Horizons = [.. task.HorizonsYears.Select(years => new HorizonRisk(years, 0.1))],
        }]));

        Assert.NotNull(RiskAnswer.Read(answer.Json()));
        Assert.Null(RiskAnswer.Read((answer with { Risks = [answer.Risks[0] with { Model = null }] }).Json()));
    }

    private static RiskAnswer Answered(Assessment assessment) =>
        PersonAnswer.Of(1, "p", Assessed(assessment, isExplained: true), null, _ => true);

    private static PersonAssessed Assessed(Assessment assessment, bool isExplained) =>
        new("served", Records.Later, [new Assessed(assessment, isExplained)], []);

    private static AnsweredDriver Driver(string group, params string[] evidence) =>
        new(group, new Bilingual("", ""), 0.1, Changeable: true, new Bilingual("", ""), evidence);
}

using Phr.Model.Assessments;
using Phr.Model.Risks;

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
        var first = PersonAnswer.Of(1, "p", assessment, null, isExplained: true, _ => true);
        var earlier = first with
        {
            Risks = [first.Risks[0] with { Drivers = [Driver("gone", "Observation/a", "Observation/b"), Driver("stays", "Observation/b")] }],
        };

        var now = PersonAnswer.Of(2, "p", assessment, earlier, isExplained: false, entry => entry == "Observation/b");

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

        var risk = PersonAnswer.Of(1, "p", assessment, null, isExplained: true, _ => true).Risks[0];

        Assert.Equal(isWeak, risk.Weak);
        Assert.Equal(isWeak, risk.Text.En.Contains("do not rely on this estimate", StringComparison.Ordinal));
        Assert.Equal(isWeak, risk.Text.Ja.Contains("当てになりません", StringComparison.Ordinal));
    }

    private static AnsweredDriver Driver(string group, params string[] evidence) =>
        new(group, new Bilingual("", ""), 0.1, Changeable: true, new Bilingual("", ""), evidence);
}

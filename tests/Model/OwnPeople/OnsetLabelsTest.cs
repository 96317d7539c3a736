using static Phr.Tests.Model.OwnPeople.Question;

namespace Phr.Tests.Model.OwnPeople;

/// <summary>Questions for any time whose outcomes are a death or a first diagnosis after the moment of asking.</summary>
public sealed class OnsetLabelsTest
{
    [Fact]
    public void Death_is_an_outcome_and_ends_no_life_before_itself()
    {
        var question = new Question("death", 100, Coded(0, "I10"));

        Assert.True(question.IsAsked(99.9));
        Assert.False(question.IsAsked(100));
        Assert.Equal((1, 60), question.After(40));
        Assert.Equal(0, new Question("death", null, Coded(0, "I10")).After(40).Kind);
    }

    [Theory]
    [InlineData("hypertension", "I10", "I27.0")]
    [InlineData("hypertension", "I13.0", "R03.0")]
    [InlineData("fluid-disorder", "E87.1", "E88")]
    [InlineData("fluid-disorder", "E86", "E85")]
    [InlineData("lipid-disorder", "E78.5", "E77")]
    [InlineData("atrial-fibrillation", "I48.9", "I49")]
    public void A_condition_is_its_onset_after_the_moment_of_asking(string key, string own, string other)
    {
        var question = new Question(key, null, Coded(0, other), Coded(100, own), Coded(300, own));

        Assert.Equal((1, 60), question.After(40));
        Assert.True(question.IsAsked(99));
        Assert.False(question.IsAsked(100));
        Assert.False(question.IsAsked(200));
        Assert.Equal((true, null), question.Task.IsAsked(question.Person.Record, Start.AddDays(99)));
        Assert.Equal((false, "already"), question.Task.IsAsked(question.Person.Record, Start.AddDays(100)));
    }

    [Fact]
    public void A_stroke_comes_with_a_stay_and_one_in_the_clinic_has_come_before()
    {
        var question = new Question("stroke", null, In(40), Coded(52, "I63.9"), Out(52));
        Assert.Equal((1, 30), question.After(10));
        Assert.Equal(0, new Question("stroke", null, In(40), Coded(52, "I21.9"), Out(52)).After(10).Kind);

        var old = new Question("stroke", null, Coded(0, "I63.9"), In(40), Coded(52, "I63.9"), Out(52));
        Assert.False(old.IsAsked(10));
    }
}

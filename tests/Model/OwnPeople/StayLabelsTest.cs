using Phr.Model.Cohorts;
using static Phr.Tests.Model.OwnPeople.Question;

namespace Phr.Tests.Model.OwnPeople;

/// <summary>
/// Questions about stays in hospital, at their boundaries. Of the defects of a published pipeline (reference ehr-models.md §1.6) these are
/// 1 (a stay measured by positions in a list) and 2 (thirty days that were others).
/// </summary>
public sealed class StayLabelsTest
{
    [Theory]
    [InlineData(6.99, 2, 5.99)]
    [InlineData(7.0, 2, 6)]
    [InlineData(7.01, 1, 6)]
    [InlineData(40, 1, 6)]
    public void A_stay_is_long_where_it_takes_more_than_seven_days_of_time(double days, int kind, double after)
    {
        var question = new Question("long-stay", null, In(0), Out(days));

        Assert.Equal([1], question.Asked);
        Assert.Equal([(kind, after)], question.Came);
    }

    [Fact]
    public void Who_left_before_a_day_was_over_is_not_asked_how_long_they_stay()
    {
        Assert.Empty(new Question("long-stay", null, In(0), Out(1)).Asked);
        Assert.Equal([1], new Question("long-stay", null, In(0), Out(1.01)).Asked);
    }

    [Fact]
    public void A_stay_whose_end_nobody_wrote_down_teaches_nothing_of_its_length()
    {
        Assert.Equal([201], new Question("long-stay", null, In(0), In(200), Out(203)).Asked);
        Assert.Empty(new Question("readmission", null, In(0)).Asked);
    }

    [Fact]
    public void A_short_stay_is_not_long_because_the_next_one_is() =>
        Assert.Equal([(2, 2), (1, 6)], new Question("long-stay", null, In(0), Out(3), In(4), Out(15)).Came);

    [Fact]
    public void Who_dies_in_hospital_stays_no_longer()
    {
        Assert.Equal([(2, 2)], new Question("long-stay", 3, In(0), Out(3)).Came);
        Assert.Equal([(2, 2)], new Question("long-stay", 3, In(0)).Came);
        Assert.Equal([(1, 6)], new Question("long-stay", 9, In(0), Out(9)).Came);
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(29, 1)]
    [InlineData(30, 1)]
    [InlineData(30.1, 0)]
    [InlineData(59, 0)]
    public void Who_comes_back_within_thirty_days_is_readmitted(double days, int kind)
    {
        var question = new Question("readmission", null, In(0), Out(5), In(5 + days), Out(8 + days));

        Assert.Equal([5, 8 + days], question.Asked);
        Assert.Equal((kind, kind == 1 ? days : Math.Round(question.Task.WindowYears * 365.25, 3)), question.After(5));
    }

    [Fact]
    public void A_move_between_wards_is_one_stay()
    {
        double[] asked = [9];
        Assert.Equal(asked, new Question("readmission", null, In(0), Out(4), In(4), Out(9)).Asked);
        Assert.Equal(asked, new Question("readmission", null, In(0), Out(4), In(4.04), Out(9)).Asked);
        Assert.Equal([4, 9], new Question("readmission", null, In(0), Out(4), In(4.05), Out(9)).Asked);
        Assert.Equal(asked, new Question("readmission", null, In(0), In(4), Out(9)).Asked);
        Assert.Equal(asked, new Question(
            "readmission", null, In(0, "a"), In(2, "b"), Out(5, "b"), In(5, "c"), Out(8, "c"), Out(9, "a")).Asked);
        Assert.Equal([(1, 6)], new Question("long-stay", null, In(0), Out(4), In(4), Out(9)).Came);
    }

    [Fact]
    public void Who_died_in_hospital_is_not_asked_after_it_and_death_at_home_is_no_readmission()
    {
        Assert.Empty(new Question("readmission", 5, In(0), Out(5)).Asked);
        Assert.Empty(new Question("readmission", 5.2, In(0), Out(5)).Asked);
        Assert.Equal([(2, 3)], new Question("readmission", 8, In(0), Out(5)).Came);
        Assert.Equal([(1, 2), (2, 1)], new Question("readmission", 10, In(0), Out(5), In(7), Out(9)).Came);
        Assert.Equal([(1, 2)], new Question("readmission", 9, In(0), Out(5), In(7), Out(9)).Came);
    }

    [Fact]
    public void Death_within_thirty_days_of_discharge_is_one_after_it()
    {
        Assert.Empty(new Question("death-after-discharge", 5, In(0), Out(5)).Asked);
        Assert.Equal([(1, 25)], new Question("death-after-discharge", 30, In(0), Out(5)).Came);
        Assert.Equal(0, new Question("death-after-discharge", 36, In(0), Out(5)).Came.Single().Kind);
    }

    [Fact]
    public void An_emergency_visit_is_no_stay() => Assert.Empty(new Question(
        "readmission", null, new Phr.Model.Tokens.MedsEvent(1, Start, "ED_REGISTRATION"), Out(1)).Asked);

    [Theory]
    [InlineData(InpatientStays.MoveDaysMax, 1)]
    [InlineData(InpatientStays.MoveDaysMax + 1, 2)]
    public void An_admission_long_after_one_without_an_end_is_another_stay(int days, int stays) => Assert.Equal(stays, InpatientStays.Of(
        new Question("long-stay", null, In(0), In(days), Out(days + 2)).Person.Record, Start.AddYears(1)).Count);
}

using Phr.Model.Assessments;
using Phr.Model.Cohorts;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Tests.Model;

public sealed class WhatIfTest
{
    private static readonly HazardCurve Curve = new([0, 10], [0.02], [0.01]);

    private static readonly PersonRecord Pressed =
        Records.Person(Records.Event(EventType.Vital, "loinc:8480-6", "2024-01-01T09:00:00+09:00", 150, "mm[Hg]"));

    [Fact]
    public void A_change_takes_from_the_hazard_what_trials_found()
    {
        var what = Assert.Single(WhatIf.Of("cardiovascular-event", 5, Curve, Pressed, Records.Later));

        Assert.Equal("systolic-pressure", what.Change.Key);
        Assert.Equal(new HazardCurve([0, 10], [0.02 * 0.8], [0.01]).Risk(5), what.Probability, 12);
        Assert.True(what.Low < what.Probability && what.Probability < what.High && what.High < Curve.Risk(5));
    }

    [Theory]
    [InlineData(140, "2024-01-01T09:00:00+09:00", true)]
    [InlineData(139.9, "2024-01-01T09:00:00+09:00", false)]
    [InlineData(150, "2022-06-30T11:00:00+09:00", false)]
    [InlineData(150, "2024-07-01T09:00:00+09:00", false)]
    [InlineData(900, "2024-01-01T09:00:00+09:00", false)]
    public void It_is_spoken_of_to_those_alone_who_are_like_the_people_of_the_trials(double pressure, string day, bool concerns)
    {
        var record = Records.Person(Records.Event(EventType.Vital, "loinc:8480-6", day, pressure, "mm[Hg]"));

        Assert.Equal(concerns, WhatIf.Of("cardiovascular-event", 5, Curve, record, Records.Later).Count == 1);
    }

    [Fact]
    public void Every_condition_must_hold_and_units_are_read()
    {
        var bmi = Records.Event(EventType.Vital, "loinc:39156-5", "2024-01-01T09:00:00+09:00", 27, "kg/m2");
        var glucose = Records.Event(EventType.Lab, "loinc:1558-6", "2024-01-01T09:00:00+09:00", 6.1, "mmol/L");

        Assert.Empty(WhatIf.Of("type-2-diabetes", 5, Curve, Records.Person(bmi), Records.Later));
        Assert.Single(WhatIf.Of("type-2-diabetes", 5, Curve, Records.Person(bmi, glucose), Records.Later));
    }

    [Fact]
    public void What_is_hidden_from_the_reader_speaks_of_no_change()
    {
        var hidden = Pressed with { Events = [.. Pressed.Events.Select(item => item with { Labels = ["s|secret"] })] };

        Assert.Empty(WhatIf.Of("cardiovascular-event", 5, Curve, hidden.Without(new HashSet<string> { "s|secret" }), Records.Later));
    }

    [Fact]
    public void Every_row_of_the_table_is_of_a_known_outcome_and_known_concepts_with_an_effect_within_its_bounds()
    {
        var folder = Path.Combine(Records.Root(), "model-service", "training", "tasks");
        var tasks = TaskDefinition.Load(folder).Select(task => task.Key).ToHashSet();

        Assert.All(PossibleChange.All, change =>
        {
            Assert.Contains(change.Outcome, tasks);
            Assert.All(change.Conditions, condition => Assert.NotNull(ConceptCatalogue.WithKey(condition.Concept)));
            Assert.True(0 < change.Low && change.Low < change.HazardRatio && change.HazardRatio < change.High && change.High < 1);
            Assert.NotEmpty(change.Source);
        });
    }
}

using Phr.Model;
using Phr.Model.Choice;
using Phr.Model.Scoring;

namespace Phr.Tests.Model.Choice;

/// <summary>What a configuration cannot say is refused before anything is served, by its place.</summary>
public sealed class ListedRulesTest
{
    private static readonly ModelArtefact One = ModelArtefact.Load(SmallModel.Folder);
    private static readonly ModelArtefact Another = ModelArtefact.Load(SmallSummedModel.SummedFolder);

    [Fact]
    public void What_is_not_said_holds_for_all()
    {
        var rule = ModelRule.Read(new ListedModel { Outcomes = " ", Sex = "", Diagnoses = "" }, One.Outcomes);

        Assert.True(rule.IsForAll(One.Outcomes));
        Assert.Equal(Records.Tasks.Order(), rule.Outcomes.Order());
    }

    [Fact]
    public void What_is_said_is_read_with_or_without_dots_and_commas()
    {
        var rule = ModelRule.Read(new ListedModel
        {
            Outcomes = "type-2-diabetes, type-2-diabetes", AgeFrom = 40, AgeTo = 64.5, Sex = "male", Diagnoses = "I50 e11.2,J",
            InHospital = true,
        }, One.Outcomes);

        Assert.Equal(["type-2-diabetes"], rule.Outcomes);
        Assert.Equal(["I50", "E112", "J"], rule.Diagnoses);
        Assert.Equal((40, 64.5, "male", true), (rule.AgeFrom, rule.AgeTo, rule.Sex, rule.InHospital));
        Assert.False(rule.IsForAll(One.Outcomes));
    }

    public static TheoryData<ListedModel, string> Faults => new()
    {
        { new() { Outcomes = "stroke" }, "Outcomes" },
        { new() { AgeFrom = -1 }, "AgeFrom" },
        { new() { AgeFrom = 130 }, "AgeFrom" },
        { new() { AgeFrom = 60, AgeTo = 60 }, "AgeFrom" },
        { new() { AgeTo = 0 }, "AgeFrom" },
        { new() { AgeFrom = double.NaN }, "AgeFrom" },
        { new() { Sex = "other" }, "Sex" },
        { new() { Sex = "male female" }, "Sex" },
        { new() { Diagnoses = "50" }, "Diagnoses" },
        { new() { Diagnoses = "I50-I52" }, "Diagnoses" },
        { new() { Diagnoses = "I500000A" }, "Diagnoses" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_member_that_makes_no_sense_is_refused_by_its_place(ListedModel listed, string member)
    {
        var refused = Assert.Throws<InvalidDataException>(() => ListedRules.Read([new ListedModel { AgeTo = 50 }, listed], [One, Another]));

        Assert.StartsWith($"Model:Models:1 ({Another.Name}): {member}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_model_twice_is_refused()
    {
        var refused = Assert.Throws<InvalidDataException>(() => ListedRules.Read(
            [new ListedModel { AgeTo = 50 }, new ListedModel(), new ListedModel { AgeFrom = 60 }], [One, Another, One]));

        Assert.Contains("Model:Models:0 and Model:Models:2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_nobody_reaches_is_refused()
    {
        var refused = Assert.Throws<InvalidDataException>(() => ListedRules.Read(
            [new ListedModel(), new ListedModel { Diagnoses = "I50" }], [One, Another]));

        Assert.StartsWith("Model:Models:1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_models_as_may_be_are_listed_and_no_more()
    {
        ModelOptions With(int models, string? folder = null) =>
            new() { Folder = folder, Models = [.. Enumerable.Range(0, models).Select(_ => new ListedModel())] };

        Assert.Equal(ModelOptions.ModelsMax, With(ModelOptions.ModelsMax).Listed().Count);
        Assert.Throws<InvalidDataException>(() => With(ModelOptions.ModelsMax + 1).Listed());
        Assert.Throws<InvalidDataException>(() => With(1, "a folder").Listed());
        Assert.Equal("a folder", Assert.Single(With(0, "a folder").Listed()).Folder);
    }
}

using System.Collections.Frozen;
using Phr.Model.Choice;

namespace Phr.Tests.Model.Choice;

/// <summary>The first model whose rule holds answers, and no rule may be there for nobody.</summary>
public sealed class ModelChoiceTest
{
    private const string Diabetes = "type-2-diabetes";
    private const string Event = "cardiovascular-event";

    private static readonly ModelRule All = Rule(Diabetes);

    [Theory]
    [InlineData(Diabetes, 64.99, null, "", false, 2)]
    [InlineData(Diabetes, 65, null, "", false, 1)]
    [InlineData(Diabetes, 79.99, "male", "I10", false, 1)]
    [InlineData(Diabetes, 80, "male", "", false, 2)]
    [InlineData(Diabetes, 70, "male", "I5010", true, 0)]
    [InlineData(Diabetes, 70, "male", "I5010", false, 1)]
    [InlineData(Diabetes, 70, "male", "I49", true, 1)]
    [InlineData(Event, 40, "female", "", false, 3)]
    [InlineData(Event, 40, "male", "", false, null)]
    [InlineData(Event, 40, null, "", false, null)]
    [InlineData("kidney-decline", 40, "male", "I50", true, null)]
    public void The_first_rule_that_holds_for_outcome_and_person_decides(
        string outcome, double age, string? sex, string code, bool isInHospital, int? chosen)
    {
        var choice = new ModelChoice(
        [
            Rule(Diabetes) with { Diagnoses = ["E11", "I50"], InHospital = true },
            Rule(Diabetes) with { AgeFrom = 65, AgeTo = 80 },
            Rule(Diabetes),
            Rule(Event) with { Sex = "female" },
        ]);

        Assert.Equal(chosen, choice.Of(outcome, Person(age, sex, code, isInHospital)));
        Assert.Empty(choice.Unreachable());
    }

    [Fact]
    public void A_rule_for_those_who_are_not_in_hospital_does_not_hold_for_those_who_are()
    {
        var choice = new ModelChoice([Rule(Diabetes) with { InHospital = false }, Rule(Diabetes)]);

        Assert.Equal(0, choice.Of(Diabetes, Person(50, null, "", isInHospital: false)));
        Assert.Equal(1, choice.Of(Diabetes, Person(50, null, "", isInHospital: true)));
    }

    public static TheoryData<string, ModelRule[], int[]> Orders => new()
    {
        { "behind one for all", [Rule(Diabetes, Event), All with { AgeFrom = 65 }], [1] },
        { "with an outcome left", [All, Rule(Diabetes, Event)], [] },
        { "ages that two together cover", [All with { AgeTo = 60 }, All with { AgeFrom = 60 }, All], [2] },
        { "ages between which one is left", [All with { AgeTo = 60 }, All with { AgeFrom = 61 }, All], [] },
        { "sexes, of which neither may be recorded", [All with { Sex = "male" }, All with { Sex = "female" }, All], [] },
        { "sex within", [All with { AgeFrom = 20 }, All with { AgeFrom = 30, Sex = "male" }], [1] },
        { "in hospital or not", [All with { InHospital = true }, All with { InHospital = false }, All], [2] },
        { "a narrower code", [All with { Diagnoses = ["I5"] }, All with { Diagnoses = ["I50", "I51"] }], [1] },
        { "a wider code", [All with { Diagnoses = ["I50"] }, All with { Diagnoses = ["I5"] }], [] },
        { "another code beside", [All with { Diagnoses = ["I5"] }, All with { Diagnoses = ["I50", "E11"] }], [] },
        { "behind one that passes on", [All with { PassesOn = true }, All, All with { AgeFrom = 65 }], [2] },
        { "for no outcome", [Rule(), All], [0] },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void A_rule_that_nobody_reaches_is_found(string _, ModelRule[] rules, int[] unreachable) =>
        Assert.Equal(unreachable, new ModelChoice(rules).Unreachable());

    private static ModelRule Rule(params string[] outcomes) => new(outcomes.ToFrozenSet(StringComparer.Ordinal));

    private static Situation Person(double age, string? sex, string code, bool isInHospital) =>
        new(age, sex, code.Length > 0 ? new HashSet<string> { code } : [], isInHospital);
}

using System.Text.Json.Nodes;
using Phr.Model.Choice;
using Phr.Model.Tokens;
using Phr.Tests.Model.Service;

namespace Phr.Tests.Model.Choice;

/// <summary>What a record tells with certainty, and nothing that it does not.</summary>
public sealed class SituationTest
{
    [Fact]
    public void Age_sex_and_confirmed_diagnoses_are_those_of_the_moment()
    {
        var suspected = Life.Diagnosis("suspected", "C34", "2020-01-01T09:00:00+09:00");
        suspected["code"]!["text"] = "肺癌の疑い";
        var person = Of(
            Life.Diagnosis("known", "i50.9", "2020-01-01T09:00:00+09:00"), suspected,
            Life.Diagnosis("later", "E11", "2024-07-01T09:00:00+09:00"));

        Assert.Equal(["I509"], person.Diagnoses);
        Assert.True(person.Has(["E11", "I50"]));
        Assert.False(person.Has(["I5099"]));
        Assert.Equal("female", person.Sex);
        Assert.Equal(64.17, person.AgeYears, 2);
    }

    [Theory]
    [InlineData("in-progress", "IMP", null, true)]
    [InlineData("onleave", "ACUTE", null, true)]
    [InlineData("in-progress", "NONAC", "2024-07-02T09:00:00+09:00", true)]
    [InlineData("in-progress", "IMP", "2024-06-29T09:00:00+09:00", false)]
    [InlineData("finished", "IMP", null, false)]
    [InlineData("finished", "IMP", "2024-07-02T09:00:00+09:00", false)]
    [InlineData("in-progress", "AMB", null, false)]
    [InlineData("in-progress", "EMER", null, false)]
    [InlineData("arrived", "IMP", null, false)]
    [InlineData("planned", "IMP", null, false)]
    [InlineData("entered-in-error", "IMP", null, false)]
    public void In_hospital_is_who_has_a_stay_that_its_source_says_goes_on(string status, string place, string? end, bool isInHospital) =>
        Assert.Equal(isInHospital, Of(Stay(status, place, "2024-06-28T09:00:00+09:00", end)).IsInHospital);

    [Fact]
    public void A_stay_of_tomorrow_is_none_yet() =>
        Assert.False(Of(Stay("in-progress", "IMP", "2024-07-01T09:00:00+09:00", null)).IsInHospital);

    [Fact]
    public void A_stay_without_a_date_goes_on_where_its_source_says_so() =>
        Assert.True(Of(Stay("in-progress", "IMP", null, null)).IsInHospital);

    [Fact]
    public void Who_is_not_born_yet_is_of_no_age_below_any()
    {
        var unborn = Life.Patient("p");
        unborn["birthDate"] = "2025-01-01";

        Assert.Equal(0, Situation.Of(FhirRecordReader.Record([Records.Json(unborn.ToJsonString())], [])!, Records.Later).AgeYears);
    }

    private static Situation Of(params JsonObject[] resources) => Situation.Of(
        FhirRecordReader.Record(resources.Prepend(Life.Patient("p")).Select(one => Records.Json(one.ToJsonString())), [])!, Records.Later);

    private static JsonObject Stay(string status, string place, string? start, string? end)
    {
        var stay = Life.Stay("stay", status, start);
        stay["class"]!["code"] = place;
        if (end is not null)
            stay["period"]!["end"] = end;
        return stay;
    }
}

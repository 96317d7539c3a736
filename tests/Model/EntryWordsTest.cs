using Phr.Model.Assessments;
using Phr.Model.Explanations;
using Phr.Model.Tokens;

namespace Phr.Tests.Model;

/// <summary>How a person's own entries are named to them, in both languages.</summary>
public sealed class EntryWordsTest(SmallModel small) : IClassFixture<SmallModel>
{
    [Fact]
    public void Every_concept_has_a_name_in_both_languages()
    {
        Assert.NotEmpty(ConceptCatalogue.All);
        Assert.All(ConceptCatalogue.All, concept => Assert.False(string.IsNullOrWhiteSpace(concept.Japanese), concept.Key));
        Assert.All(ConceptCatalogue.All, concept => Assert.True(concept.English.Length > 0 && !IsJapanese(concept.English), concept.Key));
    }

    [Theory]
    [InlineData("mm[Hg]", "mmHg", "mmHg")]
    [InlineData("mL/min/{1.73_m2}", "mL/min/1.73 m²", "mL/min/1.73 m²")]
    [InlineData("10*3/uL", "10³/µL", "10³/µL")]
    [InlineData("u[IU]/mL", "µIU/mL", "µIU/mL")]
    [InlineData("kg/m2", "kg/m²", "kg/m²")]
    [InlineData("/min", "回/分", "per minute")]
    [InlineData("mg/dL", "mg/dL", "mg/dL")]
    [InlineData("%", "%", "%")]
    [InlineData(null, "", "")]
    public void Units_are_written_as_people_write_them(string? unit, string japanese, string english) =>
        Assert.Equal(new Wording(japanese, english), UnitWords.Of(unit));

    [Fact]
    public void No_unit_of_the_catalogue_is_told_in_the_writing_of_machines() => Assert.All(
        ConceptCatalogue.All.Select(concept => UnitWords.Of(concept.Unit)),
        words => Assert.DoesNotContain(words.Japanese + words.English, letter => "[]{}*_".Contains(letter)));

    [Theory]
    [InlineData("ICD10:I10", "高血圧症", "高血圧症", "Diagnosis I10")]
    [InlineData("ICD10:I10", "Hypertension", "Hypertension", "Hypertension")]
    [InlineData("ICD10:I10", "", "病名 I10", "Diagnosis I10")]
    public void What_is_not_catalogued_has_an_English_name_too(string code, string display, string japanese, string english) =>
        Assert.Equal(new EntryName(japanese, english),
        EntryName.Of(Records.Event(EventType.Diagnosis, code, "2020-01-01T00:00:00+09:00") with { Display = display }));

    [Fact]
    public async Task The_latest_of_a_driver_is_the_newest_of_the_record_and_is_evidence()
    {
        var record = Records.Sample(4);
        var later = Records.Event(EventType.Vital, "LOINC:8480-6", "2024-06-01T09:00:00+09:00") with
        {
            Entry = "Observation/newest", Value = new Measured(131, "mm[Hg]"), Display = "収縮期血圧",
        };
        var absurd = later with { Entry = "Observation/absurd", Time = later.Time.AddDays(1), Value = new Measured(9_999, "mm[Hg]") };
        record = record with { Events = [.. record.Events, later, absurd] };

        var assessment = await Assess(record);

        var drivers = assessment.Outcomes
            .SelectMany(outcome => outcome.Explanation!.Drivers.Zip(RiskText.Of(outcome, assessment).Drivers)).ToList();
        foreach (var (driver, text) in drivers.Where(pair => pair.First.Entries.Count > 0))
        {
            Assert.DoesNotContain(record.Events, item =>
                item.Time > driver.Newest!.Time && item != absurd && EntryName.Of(item) == driver.Newest.Name);
            Assert.Contains(driver.Newest!.Entry, driver.Evidence);
            Assert.False(IsJapanese(text.Text.English), text.Text.English);
        }
        var pressures = drivers.Where(pair => pair.First.Newest?.Entry == "Observation/newest").ToList();
        Assert.NotEmpty(pressures);
        Assert.All(pressures, pair => Assert.Contains(
            "Latest: Systolic blood pressure (clinic) 131 mmHg (2024-06-01).", pair.Second.Text.English, StringComparison.Ordinal));
    }

    private static bool IsJapanese(string text) => text.Any(letter => letter >= '\u3000');

    private Task<Assessment> Assess(PersonRecord record) => new Assessor(small.Model).Assess(
        new(small.Model), record, Records.Later, new AssessmentScope(Records.Tasks.ToHashSet()), default);
}

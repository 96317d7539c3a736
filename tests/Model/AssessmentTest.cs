using System.Text.Json;
using Phr.Model.Assessments;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Tests.Model;

public sealed class AssessmentTest(SmallModel small) : IClassFixture<SmallModel>
{
    private static readonly AssessmentScope Everything = new(Records.Tasks.ToHashSet());

    [Fact]
    public async Task Every_answer_has_horizons_a_past_and_reasons()
    {
        var assessment = await Assess(Records.Sample(2), Everything);

        Assert.Equal(Records.Tasks.Order(), assessment.Outcomes.Select(outcome => outcome.Task.Key).Order());
        foreach (var outcome in assessment.Outcomes)
        {
            Assert.Null(outcome.NotAsked);
            Assert.Equal(outcome.Task.HorizonsYears, outcome.Horizons.Select(horizon => horizon.Years));
            Assert.Equal(outcome.Horizons.Select(horizon => horizon.Probability).Order(),
                outcome.Horizons.Select(horizon => horizon.Probability));
            Assert.Equal(5, outcome.Trajectory.Count);
            Assert.Equal(outcome.Probability, outcome.Explanation!.Probability, 5);
        }
    }

    [Fact]
    public async Task Who_has_it_already_or_has_no_record_is_told_so()
    {
        var diabetic = Records.Sample(2);
        diabetic = diabetic with { Events = [.. diabetic.Events,
            Records.Event(EventType.Diagnosis, "ICD10:E11", "2020-01-01T00:00:00+09:00")] };

        Assert.Equal("already",
            (await Assess(diabetic, Everything)).Outcomes.Single(outcome =>
            outcome.Task.Key == "type-2-diabetes").NotAsked);
        Assert.All((await Assess(Records.Person(), Everything)).Outcomes, outcome =>
            Assert.Equal("no-record", outcome.NotAsked));
    }

    [Fact]
    public async Task An_outcome_that_is_switched_off_is_not_asked() =>
        Assert.Equal(
            Records.Tasks[1],
            Assert.Single((await Assess(Records.Sample(2),
            Everything with { Outcomes = new HashSet<string> { Records.Tasks[1] } })).Outcomes).Task.Key);

    [Fact]
    public async Task A_record_that_could_hardly_be_read_gives_a_weak_answer()
    {
        var strange = Enumerable.Range(0, 40)
            .Select(i => Records.Event(EventType.Procedure, "X:unheard-of",
            $"2020-01-{1 + (i % 28):00}T{i % 24:00}:00:00+09:00"));

        Assert.True((await Assess(Records.Person([.. strange]), Everything)).IsWeak);
        Assert.False((await Assess(Records.Sample(2), Everything)).IsWeak);
    }

    /// <summary>Ten unknown codes at one moment are ten that were not read, beside all the steps and the nine that became none.</summary>
    [Fact]
    public async Task The_share_read_counts_what_became_no_step()
    {
        var known = Records.Sample(2);
        var unknown = Enumerable.Range(0, 10).Select(i => Records.Event(EventType.Diagnosis, $"X:{i}", "2020-01-01T06:00:00+09:00"));
        var steps = small.Model.Tokeniser.Read(known, Records.Later).Steps.Count;

        var assessment = await Assess(known with { Events = [.. known.Events, .. unknown] }, Everything);

        Assert.Equal(1, (await Assess(known, Everything)).ReadShare);
        Assert.Equal(steps / (steps + 10.0), assessment.ReadShare, 9);
    }

    [Fact]
    public async Task The_text_says_people_not_percent_and_no_cause()
    {
        var assessment = await Assess(Records.Sample(2), Everything);

        foreach (var text in assessment.Outcomes.Select(outcome => RiskText.Of(outcome, assessment.Moment)))
        {
            Assert.Equal(text.Icons.Of, text.Icons.Affected + text.Icons.Unaffected);
            Assert.Contains(text.Icons.Of is 100 or 1000 ? $"{text.Icons.Of}人のうち{text.Icons.Affected}人" : "",
                text.Headline.Japanese, StringComparison.Ordinal);
            var all = string.Concat(text.Drivers.Select(driver => driver.Text.Japanese + driver.Text.English)
                .Append(text.Headline.Japanese + text.Headline.English));
            foreach (var word in (string[])["原因", "cause", "倍", "times", "高リスク", "high risk", "1 in "])
                Assert.DoesNotContain(word, all, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData(0.12, 100, 12)]
    [InlineData(0.004, 1000, 4)]
    [InlineData(0.0, 1000, 0)]
    [InlineData(1.0, 100, 100)]
    public async Task The_denominator_fits_the_smallest_number_shown(double probability, int of, int affected)
    {
        var answered = (await Assess(Records.Sample(2),
            Everything with { WithExplanations = false, YearsBack = [] })).Outcomes[0];
        var risk = answered with { Horizons = [new HorizonRisk(answered.Task.HorizonYears, probability)] };

        Assert.Equal(new IconArray(affected, of), RiskText.Of(risk, Records.Later).Icons);
    }

    [Fact]
    public async Task The_resource_gives_percent_and_names_model_and_basis()
    {
        var assessment = await Assess(Records.Sample(2), Everything);
        var outcome = assessment.Outcomes[0];
        var json = JsonDocument.Parse(RiskAssessmentResource.Json(outcome, assessment,
            new AssessmentContext("risk-1", "Patient/1", "Device/m", ["urn:x|R"]))).RootElement;

        Assert.Equal("RiskAssessment", json.GetProperty("resourceType").GetString());
        Assert.Equal("Device/m", json.GetProperty("performer").GetProperty("reference").GetString());
        Assert.Equal("R", json.GetProperty("meta").GetProperty("security")[0].GetProperty("code").GetString());
        var predictions = json.GetProperty("prediction").EnumerateArray().ToList();
        Assert.Equal(outcome.Horizons.Count, predictions.Count);
        Assert.Equal(outcome.Horizons[0].Probability * 100, predictions[0].GetProperty("probabilityDecimal")
            .GetDouble(), 3);
        Assert.All(predictions, prediction =>
            Assert.InRange(prediction.GetProperty("probabilityDecimal").GetDouble(), 0, 100));
        Assert.Equal("2029-06-30", predictions[2].GetProperty("whenPeriod").GetProperty("end").GetString());
    }

    [Fact]
    public async Task The_resource_says_from_where_it_is_how_sure_and_whether_it_is_weak()
    {
        var assessment = await Assess(Records.Sample(2), Everything);
        var outcome = assessment.Outcomes[0] with { Interval = new RiskInterval(0.012345678, 0.4) };
        JsonElement Resource(double share) => JsonDocument.Parse(RiskAssessmentResource.Json(outcome, assessment with { ReadShare = share },
            new AssessmentContext("risk-1", "Patient/1", "Device/m", []) { Position = 3_000_000_000 })).RootElement;

        var (whole, weak) = (Resource(1), Resource(0.4));

        Assert.Equal(("final", "preliminary"), (whole.GetProperty("status").GetString(), weak.GetProperty("status").GetString()));
        var position = Assert.Single(whole.GetProperty("extension").EnumerateArray());
        Assert.Equal(RiskAssessmentResource.PositionExtension, position.GetProperty("url").GetString());
        Assert.Equal(3_000_000_000, position.GetProperty("valueDecimal").GetInt64());
        var own = Assert.Single(
            whole.GetProperty("prediction").EnumerateArray(), prediction => prediction.TryGetProperty("extension", out _));
        var range = own.GetProperty("extension")[0].GetProperty("valueRange");
        Assert.Equal(1.2346m, range.GetProperty("low").GetProperty("value").GetDecimal());
        Assert.Equal(40m, range.GetProperty("high").GetProperty("value").GetDecimal());
        Assert.Equal("%", range.GetProperty("high").GetProperty("code").GetString());
        string Note(JsonElement resource) => resource.GetProperty("note")[0].GetProperty("text").GetString()!;
        Assert.Contains("do not rely on this estimate", Note(weak), StringComparison.Ordinal);
        Assert.DoesNotContain("do not rely on this estimate", Note(whole), StringComparison.Ordinal);
    }

    [Fact]
    public void The_device_names_version_and_digest()
    {
        var json = JsonDocument.Parse(ModelDeviceResource.Json(small.Model.Artefact)).RootElement;

        Assert.Equal(small.Model.Artefact.Digest, json.GetProperty("version")[0].GetProperty("value").GetString());
        Assert.Equal(64, small.Model.Artefact.Digest.Length);
    }

    [Fact]
    public void Peers_are_those_of_the_same_sex_and_age()
    {
        var peers = PeerRisks.Load(new PeerRisks([new("t", "female", 60, 0.1, 40), new("t", "male", 60, 0.2, 40),
            new("t", "female", 65, 0.3, PeerRisks.PeopleMin - 1)]).Store());

        Assert.Equal(0.1, peers.Of("t", "female", 64.9));
        Assert.Null(peers.Of("t", "female", 65));
        Assert.Null(peers.Of("t", null, 60));
        Assert.Throws<InvalidDataException>(() => PeerRisks.Load([1]));
    }

    private Task<Assessment> Assess(PersonRecord record, AssessmentScope scope) =>
        new Assessor(small.Model).Assess(new PersonTimeline(small.Model), record, Records.Later, scope, default);
}

using Phr.Model.Assessments;
using Phr.Model.Cohorts;
using Phr.Model.People;
using Phr.Model.Risks;
using Phr.Model.Scoring;
using Phr.Model.Tokens;
using Phr.Simulator;

namespace Phr.Tests.Model;

/// <summary>When the next visit comes, and of which kind.</summary>
public sealed class NextVisitTest
{
    private const int People = 30;

    private const ulong Seed = 77;

    private static readonly VisitForecast Forecast = new(["visit/checkup", "visit/ambulatory", "visit/inpatient"], [0.002, 0.008, 0.00004]);

    [Fact]
    public void Rates_add_up_to_when_and_divide_into_which()
    {
        Assert.Equal(1 - Math.Exp(-0.01004 * 30), Forecast.Within(30), 12);
        Assert.Equal(0, Forecast.Within(0));
        Assert.Equal(1, Forecast.Shares.Sum(), 12);
        Assert.Equal(0.008 / 0.01004, Forecast.Shares[1], 12);
        Assert.True(Forecast.Within(VisitForecast.DaysMax) > 0.9);
        Assert.Throws<ArgumentOutOfRangeException>(() => Forecast.Within(VisitForecast.DaysMax + 1));
        Assert.Throws<InvalidDataException>(() => VisitForecast.From(["visit/checkup"], [float.NaN]));
        Assert.Throws<InvalidDataException>(() => VisitForecast.From(["visit/checkup"], [1000]));
    }

    [Fact]
    public void It_is_told_as_people_in_both_languages_the_likeliest_kind_first()
    {
        var text = VisitText.Of(Forecast);

        Assert.Contains("30日以内にあるのは26人、90日以内は59人、1年以内は97人", text.Japanese, StringComparison.Ordinal);
        Assert.Contains("外来受診80人、健康診断20人、入院1人未満", text.Japanese, StringComparison.Ordinal);
        Assert.Contains("26 have their next visit within 30 days, 59 within 90 days and 97 within a year", text.English, StringComparison.Ordinal);
        Assert.Contains("outpatient visit 80, health check-up 20, hospital stay fewer than 1", text.English, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shipped_model_expects_whom_a_doctor_saw_often_sooner()
    {
        using var model = await Start();
        var people = new List<(int Visits, double Within)>();
        for (var number = 0; number < People; number++)
        {
            var record = SimulatedCohort.Of(LifeSimulation.Live(World.Shipped, Seed, number)).Record;
            var moment = record.Events.Max(item => item.Time).AddDays(-400);
            if (await Asked(model, record, moment) is { } forecast)
                people.Add((Visits(record, moment), forecast.Within(90)));
        }

        people.Sort();

        var part = people.Count / 3;
        Assert.True(part >= 5, $"{people.Count} people were answered");
        var (seldom, often) = (people[..part].Average(person => person.Within), people[^part..].Average(person => person.Within));
        Assert.True(seldom + 0.1 < often, string.Join(' ', people));
    }

    [Fact]
    public async Task Nothing_hidden_moves_it()
    {
        using var model = await Start();
        var record = Records.Sample(4);
        var more = record with { Events = [.. record.Events, .. Enumerable.Range(1, 12).Select(Secret)] };

        var (bare, whole) = (await Asked(model, record, Records.Later), await Asked(model, more, Records.Later));
        var view = await Asked(model, more.Without(new HashSet<string> { "s|secret" }), Records.Later);

        Assert.NotEqual(bare!.RatesPerDay, whole!.RatesPerDay);
        Assert.Equal(bare.RatesPerDay, view!.RatesPerDay);
    }

    [Fact]
    public async Task It_is_told_with_other_answers_and_not_to_whom_nothing_could_be_answered()
    {
        using var model = await Start();

        var assessment = await Assess(model, Records.Person(), Records.Later);
        var assessed = new Assessed(await Assess(model, Records.Sample(4), Records.Later), IsExplained: true);
        var answer = PersonAnswer.Of(1, "p", new PersonAssessed("served", Records.Later, [assessed], []), null, _ => true);

        Assert.Null(assessment.NextVisit);
        Assert.Equal(VisitText.Days, answer.NextVisit!.Within.Select(within => within.Days));
        Assert.Equal(model.Artefact.Visits, answer.NextVisit.Kinds.Select(kind => kind.Kind));
        Assert.Equal(answer.NextVisit.Text, RiskAnswer.Read(answer.Json())!.NextVisit!.Text);
    }

    private static RecordEvent Secret(int month) =>
        Records.Event(EventType.Encounter, "class:AMB", $"2023-{month:00}-15T09:00:00+09:00") with { Labels = ["s|secret"] };

    private static int Visits(PersonRecord record, DateTimeOffset moment) => record.Events.Count(item => item.Type == EventType.Encounter
        && item.Time <= moment && item.Time > moment.AddYears(-1)
        && item.Codes.Any(code => ConceptCatalogue.Find(code)?.Key == "visit/ambulatory"));

    private static Task<RiskModel> Start() => RiskModel.Start(
        ModelArtefact.Load(ModelArtefact.Newest(Path.Combine(Records.Root(), "model-service", "models"))!), new InferenceLimits(), default);

    private static Task<Assessment> Assess(RiskModel model, PersonRecord record, DateTimeOffset moment) => new Assessor(model).Assess(
        new PersonTimeline(model), record, moment,
        new AssessmentScope(model.Artefact.Definitions.Select(task => task.Key).ToHashSet()) { WithExplanations = false }, default);

    private static async Task<VisitForecast?> Asked(RiskModel model, PersonRecord record, DateTimeOffset moment) =>
        (await Assess(model, record, moment)).NextVisit;
}

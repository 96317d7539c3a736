using Phr.Model.Evaluation;
using Phr.Simulator;
using Phr.Simulator.Hazards;
using Phr.Simulator.Knowable;

namespace Phr.Tests.Simulator.Knowable;

/// <summary>The filter over a few dozen people, each asked once for each outcome, against their true risks.</summary>
public sealed class KnowableCalibrationTest
{
    private const ulong Seed = 31;
    private const int People = 60;

    private static readonly Outcome[] Outcomes = [Outcome.CardiovascularEvent, Outcome.KidneyDecline, Outcome.Type2Diabetes];

    private static readonly Lazy<List<Asked>> Rows = new(() => Ask(new KnowableEffort(200, 60)));

    public static TheoryData<Outcome> Asks => [.. Outcomes];

    [Fact]
    public void Almost_every_record_gets_an_answer() =>
        Assert.InRange(Rows.Value.Average(row => double.IsFinite(row.Knowable) ? 1.0 : 0), 0.95, 1);

    [Theory]
    [MemberData(nameof(Asks))]
    public void Answers_are_true_in_the_mean_and_in_halves(Outcome outcome)
    {
        var own = Own(outcome).OrderBy(row => row.Knowable).ToList();

        Assert.InRange(own.Average(row => row.Knowable) / own.Average(row => row.Truth), 0.7, 1.4);
        foreach (var half in own.Chunk((own.Count + 1) / 2))
        {
            Assert.InRange(half.Average(row => row.Knowable) / half.Average(row => row.Truth), 0.6, 1.6);
        }
    }

    [Theory]
    [MemberData(nameof(Asks))]
    public void Answers_order_people_better_than_age_and_not_better_than_the_truth(Outcome outcome)
    {
        var own = Own(outcome);

        var knowable = Area(own, row => row.Knowable);
        Assert.True(knowable > Area(own, row => row.Age / 100) + 0.01, $"{knowable}");
        Assert.True(knowable < Area(own, row => row.Truth), $"{knowable}");
    }

    [Fact]
    public void More_particles_change_little()
    {
        var more = Ask(new KnowableEffort(400, 120), People / 3).Where(row => double.IsFinite(row.Knowable)).ToList();
        var less = Rows.Value.ToDictionary(row => (row.Person, row.Outcome));

        var changes = more.Select(row => Math.Log(row.Knowable / less[(row.Person, row.Outcome)].Knowable)).Where(double.IsFinite).ToList();

        Assert.True(changes.Count > 40);
        Assert.InRange(changes.Average(), -0.12, 0.12);
        Assert.InRange(changes.Average(Math.Abs), 0, 0.4);
    }

    private static List<Asked> Own(Outcome outcome) => [.. Rows.Value.Where(row => row.Outcome == outcome
        && double.IsFinite(row.Knowable))];

    private static double Area(List<Asked> rows, Func<Asked, double> answer) => ExpectedMeasures.Area(
        [.. rows.Select(row => new EvaluationRow(row.Person, 0, 5, answer(row)) { Expected = row.Truth })]);

    private static List<Asked> Ask(KnowableEffort effort, int people = People)
    {
        List<Asked> asked = [];
        for (var number = 0; asked.Count < people * Outcomes.Length; number++)
        {
            var person = LifeSimulation.Live(World.Shipped, Seed, number);
            var moment = person.World.RecordEnd.AddYears(-6);
            var age = (moment.DayNumber - person.Traits.Born.DayNumber) / 365.25;
            var month = person.Truth.MonthBefore(moment);
            var truths = Outcomes.Select(outcome => person.Truth.Risk(outcome, month, [60], rollouts: 40)).ToList();
            if (age < 30 || person.Truth.Died < moment || person.Encounters.Count == 0 || truths.Any(truth => truth is null))
            {
                continue;
            }

            var answers = KnowableRisk.Of(person, [.. Outcomes.Select(outcome => new KnowableQuestion(outcome,
                moment.ToDateTime(TimeOnly.MinValue), 60))], effort);
            asked.AddRange(Outcomes.Select((outcome, i) => new Asked(number, outcome, age,
                answers[i].Probability ?? double.NaN, truths[i]![0])));
        }

        return asked;
    }

    private sealed record Asked(long Person, Outcome Outcome, double Age, double Knowable, double Truth);
}

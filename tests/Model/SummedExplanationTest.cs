using Phr.Model.Explanations;
using Phr.Model.Scoring;
using Phr.Model.Tokens;
using Phr.Tests.Model.Service;
using Phr.Tests.Support;

namespace Phr.Tests.Model;

/// <summary>Reasons of a model whose log-hazards are a sum of what clinical groups contribute.</summary>
public sealed class SummedExplanationTest(SmallSummedModel small) : IClassFixture<SmallSummedModel>
{
    private static readonly Question Asked = new(Records.Tasks[0], 5, Tokeniser.DayOfLife(Records.Birth, Records.Later));

    [Fact]
    public async Task The_served_graph_sums_up_what_it_says_that_groups_contribute()
    {
        var steps = small.Steps(4);
        var state = await small.Model.Read(ModelState.Start(small.Model.Artefact.Shape), steps.ToArray(), default);

        var summed = await small.Model.AskSummed(state, Asked.Task, Asked.Day, steps[^1].Day, default);
        var plain = await small.Model.Ask(state, Asked.Task, Asked.Day, steps[^1].Day, default);

        var acting = small.Model.Artefact.Groups.Where(group => small.Model.Artefact.Acts(Asked.Task, group));
        Assert.Equal(acting.Order(), summed.Without.Keys.Order());
        Assert.Equal(plain.Risk(5), summed.Whole.Risk(5), 12);
        Assert.InRange(await small.Model.Parity(default), 0, 1e-4);
        // Log-hazards are sums: with a small risk its log-odds nearly are.
        double LogRisk(HazardCurve curve) => LogOdds.Of(curve.Risk(0.01));
        var parts = summed.Without.Values.Sum(without => LogRisk(summed.Whole) - LogRisk(without));
        Assert.NotEqual(0, parts, 3);
        Assert.Equal(LogRisk(summed.Whole) - LogRisk(summed.Typical), parts, 2);
    }

    [Fact]
    public async Task A_group_is_named_with_its_own_entries_and_none_without()
    {
        var record = Records.Sample(4);
        var timeline = new PersonTimeline(small.Model);
        await timeline.Update(record, Records.Later, default);

        var explained = await Explainer.Of(small.Model, timeline, Asked, default);

        Assert.Equal(["blood-pressure", "glucose-metabolism", "treatment"], explained.Groups.Select(group => group.Group.Key).Order());
        Assert.All(explained.Groups, group => Assert.InRange(group.Entries.Count, 1, EntryShares.EntriesMax));
        Assert.Equal(
            LogOdds.Of(explained.Probability) - LogOdds.Of(explained.WithoutEntries),
            explained.Groups.Sum(group => group.LogOdds) + explained.Interaction, 9);
        timeline = new PersonTimeline(small.Model);
        await timeline.Update(record with { Events = [.. record.Events.Where(item => small.Model.Tokeniser.GroupOf(item) != "treatment")] }, Records.Later, default);
        Assert.DoesNotContain("treatment", (await Explainer.Of(small.Model, timeline, Asked, default)).Groups.Select(group => group.Group.Key));
    }

    [Fact]
    public async Task A_group_that_does_not_act_on_the_outcome_is_not_named()
    {
        var timeline = new PersonTimeline(small.Model);
        await timeline.Update(Records.Sample(4), Records.Later, default);

        var explained = await Explainer.Of(small.Model, timeline, Asked with { Task = Records.Tasks[1] }, default);

        Assert.Equal(["blood-pressure", "glucose-metabolism"], explained.Groups.Select(group => group.Group.Key).Order());
    }

    [Fact]
    public async Task Attributions_add_up_to_what_they_share_out()
    {
        var fine = await IntegratedGradients.Of(small.Model, small.Steps(3), Asked with { PathPoints = 128 }, default);

        Assert.InRange(fine.CompletenessError, 0, 0.01);
    }
}

/// <summary>The same over HTTP.</summary>
public sealed class SummedServiceTest(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_long_record_has_its_reasons_with_the_first_answer()
    {
        await using var platform = await FakePlatform.Start();
        var record = platform.Add(Life.Record("long", 1));
        foreach (var day in Enumerable.Range(0, 600))
            record.Put(Life.HomePressure($"home-{day}", $"{new DateTime(2022, 1, 1).AddDays(day):yyyy-MM-dd}T07:00:00+09:00", 120 + (day % 30)));
        await using var service = await platform.Serve(database.ConnectionString, model: SmallSummedModel.SummedFolder);

        var answer = await platform.Risks(service, "long", record.Position);

        Assert.Equal(record.Position, answer.GetProperty("explainedPosition").GetInt64());
        Assert.All(answer.GetProperty("risks").EnumerateArray().SelectMany(Answers.Evidence), entry => Assert.Contains('/', entry));
    }
}

using Phr.Model.Explanations;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Tests.Model;

public sealed class ExplanationTest(SmallModel small) : IClassFixture<SmallModel>
{
    private static readonly Question Asked =
        new(Records.Tasks[0], 5, Tokeniser.DayOfLife(Records.Birth, Records.Later));

    [Fact]
    public async Task Attributions_add_up_to_what_they_share_out()
    {
        var steps = small.Steps(3);

        var coarse = await IntegratedGradients.Of(small.Model, steps, Asked, default);
        var fine = await IntegratedGradients.Of(small.Model, steps, Asked with { PathPoints = 128 }, default);

        Assert.Equal(steps.Count, coarse.Steps.Count);
        Assert.InRange(fine.CompletenessError, 0, 0.01);
        Assert.InRange(coarse.CompletenessError, 0, 0.25 * coarse.Steps.Sum(Math.Abs));
    }

    [Fact]
    public async Task A_groups_contribution_is_what_its_removal_changes()
    {
        var record = Records.Sample(4);
        var timeline = await Followed(record);

        var explained = await Explainer.Of(small.Model, timeline, Asked, default);

        Assert.NotEmpty(explained.Groups);
        foreach (var group in explained.Groups)
        {
            var kept = timeline.Steps.Where(step => small.Model.Tokeniser.GroupOf(step.Origin) != group.Group.Key).ToArray();
            for (var i = 0; i < kept.Length; i++)
                kept[i] = kept[i] with { DeltaDays = i == 0 ? 0 : (float)(kept[i].Day - kept[i - 1].Day) };
            var without = await small.Model.Read(ModelState.Start(small.Model.Artefact.Shape), kept, default);
            var risk = await small.Model.Ask(without, Asked.Task, Asked.Day, kept[^1].Day, default);
            Assert.Equal(explained.Probability - risk.Risk(5), group.Probability, 5);
        }
    }

    /// <summary>What makes the reasons of a new reading as quick as its risk.</summary>
    [Fact]
    public async Task Following_a_record_that_grows_gives_what_reading_it_afresh_gives()
    {
        var steps = small.Steps(4);
        var early = await Occlusions.Start(small.Model).Follow(small.Model, [.. steps.Take(11)], default);

        var grown = await early.Follow(small.Model, steps, default);
        var fresh = await Occlusions.Start(small.Model).Follow(small.Model, steps, default);

        Assert.Equal(fresh.Without.Keys.Order(), grown.Without.Keys.Order());
        foreach (var group in fresh.Without.Keys)
            Assert.All(fresh.Without[group].State.Ssm.Zip(grown.Without[group].State.Ssm), pair => Assert.Equal(pair.First, pair.Second, 4));
        Assert.Equal((steps.Count - 11) * (early.Without.Count + 2), early.StepsTo(steps));
        Assert.Null(fresh.StepsTo([.. steps.Skip(1)]));
        Assert.Equal(0, fresh.StepsTo(steps));
    }

    /// <summary>Attributing to the last steps only must not change how what came before counts.</summary>
    [Fact]
    public async Task The_last_steps_alone_share_out_what_they_add()
    {
        var steps = small.Steps(3);
        var before = await small.Model.Read(ModelState.Start(small.Model.Artefact.Shape), steps.Take(40).ToArray(), default);

        var last = await IntegratedGradients.Of(
            small.Model, before, [.. steps.Skip(40)], Asked with { PathPoints = 128 }, default);

        Assert.Equal(steps.Count - 40, last.Steps.Count);
        Assert.InRange(last.CompletenessError, 0, 0.01);
    }

    [Fact]
    public async Task What_no_group_accounts_for_is_said()
    {
        var record = Records.Sample(4);

        var explained = await Explainer.Of(small.Model, await Followed(record), Asked, default);

        Assert.Equal(
            LogOdds.Of(explained.Probability) - LogOdds.Of(explained.WithoutEntries),
            explained.Groups.Sum(group => group.LogOdds) + explained.Interaction,
            6);
    }

    [Fact]
    public async Task Entries_behind_a_group_are_the_persons_own_and_of_that_group()
    {
        var record = Records.Sample(9);
        var explained = await Explainer.Of(small.Model, await Followed(record), Asked, default);

        foreach (var group in explained.Groups)
        {
            Assert.InRange(group.Entries.Count, 1, EntryShares.EntriesMax);
            var own = record.Events.Where(item => small.Model.Tokeniser.GroupOf(item) == group.Group.Key)
                .Select(item => item.Entry).ToHashSet();
            Assert.All(group.Entries.Where(entry => !entry.Name.Japanese.Contains('週')), entry =>
                Assert.Contains(entry.Entry, own));
        }
        Assert.InRange(explained.Drivers.Count(driver => driver.LogOdds > 0), 0, Explanation.DriversMax);
        Assert.InRange(explained.Drivers.Count(driver => driver.LogOdds < 0), 0, Explanation.DriversMax);
    }

    [Fact]
    public async Task Explaining_leaves_the_timeline_as_it_was()
    {
        var record = Records.Sample(4);
        var timeline = await Followed(record);
        var (steps, state, checkpoints) = (timeline.Steps, timeline.State, timeline.Checkpoints.Count);

        await Explainer.Of(small.Model, timeline, Asked, default);

        Assert.Same(steps, timeline.Steps);
        Assert.Same(state, timeline.State);
        Assert.Equal(checkpoints, timeline.Checkpoints.Count);
    }

    private async Task<PersonTimeline> Followed(PersonRecord record)
    {
        var timeline = new PersonTimeline(small.Model);
        await timeline.Update(record, Records.Later, default);
        return timeline;
    }
}

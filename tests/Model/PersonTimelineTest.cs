using FsCheck;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Tests.Model;

public sealed class PersonTimelineTest(SmallModel small) : IClassFixture<SmallModel>
{
    [Fact]
    public async Task A_new_event_costs_one_step()
    {
        var record = Records.Sample(5);
        var timeline = new PersonTimeline(small.Model);
        await timeline.Update(record, Records.Later, default);
        var reading = Records.Event(EventType.Vital, "LOINC:8480-6", "2024-06-01T08:00:00+09:00", 150, "mm[Hg]");

        Assert.Equal(1, await timeline.Update(record with { Events = [.. record.Events, reading] }, Records.Later,
            default));
        Assert.Equal(0, await timeline.Update(record with { Events = [.. record.Events, reading] }, Records.Later,
            default));
    }

    [Fact]
    public async Task A_late_event_rewinds_no_further_than_the_checkpoint_before_it()
    {
        var record = Records.Sample(5);
        var timeline = new PersonTimeline(small.Model);
        await timeline.Update(record, Records.Later, default);
        var late = Records.Event(EventType.Diagnosis, "ICD10:J45", "2022-05-01T08:00:00+09:00");

        var read = await timeline.Update(record with { Events = [.. record.Events, late] }, Records.Later, default);

        Assert.InRange(read, 2, PersonTimeline.CheckpointSteps + 2);
    }

    /// <summary>
    /// The law of the whole class: however the record came to be what it is, the state is that of a full replay.
    /// </summary>
    [Fact]
    public void Whatever_happened_to_the_record_the_state_is_that_of_a_full_replay() =>
        Prop.ForAll(Arb.From<int>(), seed => Followed(seed).GetAwaiter().GetResult())
        .Check(new Configuration { MaxNbOfTest = 15, QuietOnSuccess = true,
        Runner = Config.QuickThrowOnFailure.Runner });

    [Fact]
    public async Task The_past_is_answered_as_it_stood()
    {
        var record = Records.Sample(6);
        var timeline = new PersonTimeline(small.Model);
        await timeline.Update(record, Records.Later, default);
        var moment = Records.At("2017-09-01T00:00:00+09:00");
        var then = new PersonTimeline(small.Model);
        await then.Update(record with { Events = [.. record.Events.Where(item => item.Time <= moment)] }, moment,
            default);

        var asked = await timeline.Ask(Records.Tasks[0], Records.Birth, moment, default);
        var lived = await then.Ask(Records.Tasks[0], Records.Birth, moment, default);

        Assert.Equal(lived.Risk(5), asked.Risk(5), 4);
    }

    [Fact]
    public async Task Checkpoints_stay_few_however_long_the_record()
    {
        var events = Enumerable.Range(0, 20_000).Select(i =>
            Records.Event(EventType.Lab, "LOINC:4548-4", "2010-01-01T00:00:00+09:00", 5 + (i % 30 / 10.0), "%") with
            {
                Time = Records.At("2000-01-01T00:00:00+09:00").AddHours(i * 8),
                KnownAt = Records.At("2000-01-01T00:00:00+09:00").AddHours(i * 8),
            });
        var timeline = new PersonTimeline(small.Model);
        await timeline.Update(Records.Person([.. events]), Records.Later, default);

        Assert.InRange(timeline.Checkpoints.Count, 10, 60);
        Assert.True(timeline.Steps.Count > 19_000);
    }

    [Fact]
    public async Task What_was_stored_is_taken_up_again()
    {
        var record = Records.Sample(7);
        var first = new PersonTimeline(small.Model);
        await first.Update(record, Records.Later, default);
        var second = new PersonTimeline(small.Model);
        second.Resume(first.Steps, first.Checkpoints, first.State);

        Assert.Equal(0, await second.Update(record, Records.Later, default));
    }

    [Fact]
    public async Task An_untold_diagnosis_moves_no_probability()
    {
        const string untold = "http://example.org/labels|UNINFORMED";
        var record = Records.Sample(8);
        var secret = Records.Event(EventType.Diagnosis, "ICD10:J45",
            "2023-07-01T10:00:00+09:00") with { Visit = "Encounter/secret", Labels = [untold] };
        var whole = record with { Events = [.. record.Events, secret] };

        var told = await Risk(whole);
        var view = await Risk(whole.Without(new HashSet<string> { untold }));

        Assert.Equal(await Risk(record), view);
        Assert.NotEqual(told, view);
    }

    private async Task<double> Risk(PersonRecord record)
    {
        var timeline = new PersonTimeline(small.Model);
        await timeline.Update(record, Records.Later, default);
        return (await timeline.Ask(Records.Tasks[1], Records.Birth, Records.Later, default)).Risk(5);
    }

    private async Task<bool> Followed(int seed)
    {
        var random = new System.Random(seed);
        var events = Records.Sample(seed).Events.Take(random.Next(20, 80)).ToList();
        var pool = Records.Sample(seed + 1).Events.Select(item =>
            item with { Entry = item.Entry + "'", Time = item.Time.AddHours(3), KnownAt = item.KnownAt.AddHours(3) })
            .ToList();
        var timeline = new PersonTimeline(small.Model);
        for (var change = 0; change < 6; change++)
        {
            await timeline.Update(Records.Person([.. events]), Records.Later, default);
            switch (random.Next(3))
            {
                case 0:
                    events.Add(pool[random.Next(pool.Count)]);
                    break;
                case 1:
                    events.RemoveAt(random.Next(events.Count));
                    break;
                default:
                    var at = random.Next(events.Count);
                    events[at] = events[at] with { Value = new Measured(5 + random.NextDouble(), "%") };
                    break;
            }
        }
        await timeline.Update(Records.Person([.. events]), Records.Later, default);
        var replay = new PersonTimeline(small.Model);
        await replay.Update(Records.Person([.. events]), Records.Later, default);
        return timeline.State.Ssm.Zip(replay.State.Ssm).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-4)
            && Records.AreSame(timeline.Steps, replay.Steps);
    }
}

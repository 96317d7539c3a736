using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Phr.Model;
using Phr.Model.Choice;
using Phr.Model.Feed;
using Phr.Model.People;
using Phr.Model.People.Store;
using Phr.Model.Publishing;
using Phr.Model.Scoring;
using Phr.Model.Tokens;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Tests.Identity;
using Phr.Tests.Support;

namespace Phr.Tests.Model.Service;

/// <summary>One lane a person, few of them in memory, everything else in the database.</summary>
public sealed class PersonLanesTest(TestDatabase database, SmallModel small, SmallSummedModel summed)
    : IClassFixture<TestDatabase>, IClassFixture<SmallModel>, IClassFixture<SmallSummedModel>, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-lanes-").FullName;
    private readonly FeedOfRecords _feed = new();
    private SecretSeal _seal = null!;

    public async Task InitializeAsync()
    {
        _seal = SecretSeal.LoadOrCreate(Path.Combine(_folder, "model.key"));
        await Migrations.Apply(database.Source, "model", typeof(ModelService), "Migrations", default);
    }

    public Task DisposeAsync()
    {
        _seal.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task As_many_people_are_in_memory_as_fit_and_the_others_are_taken_up_again()
    {
        using var lanes = Lanes(peopleInMemory: 1);
        var first = await lanes.Follow(_feed.Add(Life.Record("a", 1)), long.MaxValue, default);
        await lanes.Follow(_feed.Add(Life.Record("b", 2)), long.MaxValue, default);

        var again = await lanes.Follow("a", long.MaxValue, default);

        Assert.Equal(1, lanes.Count);
        Assert.Equal(first.Risks.Select(risk => risk.Probability), again.Risks.Select(risk => risk.Probability));
    }

    [Fact]
    public async Task When_all_that_fit_are_in_use_one_more_is_refused()
    {
        using var lanes = Lanes(peopleInMemory: 1);
        var release = new TaskCompletionSource<bool>();
        var held = lanes.Use("held", (_, _) => release.Task, default);

        await Assert.ThrowsAsync<InferenceBusyException>(() => lanes.Follow("other", long.MaxValue, default));

        release.SetResult(true);
        await held;
        await lanes.Follow(_feed.Add(Life.Record("other", 3)), long.MaxValue, default);
    }

    [Fact]
    public async Task Many_who_ask_at_once_get_one_answer()
    {
        using var lanes = Lanes(peopleInMemory: 10);
        var record = Life.Record("many", 4);
        _feed.Add(record);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => lanes.Follow("many", record.Position, default)));

        Assert.Single(answers.Select(answer => answer.Risks[0].Probability).Distinct());
        Assert.Equal(1, _feed.Requests);
    }

    /// <summary>The record has been taken up by then; the next look finds no news in it.</summary>
    [Fact]
    public async Task An_assessment_that_breaks_off_leaves_no_old_answer_at_a_new_position()
    {
        var clock = new AskedClock();
        using var lanes = Lanes(peopleInMemory: 10, clock);
        var (record, fresh) = (Life.Record("broken", 7), Life.Record("unbroken", 7));
        await lanes.Follow(_feed.Add(record), long.MaxValue, default);
        foreach (var each in (FakeRecord[])[record, fresh])
            each.Put(Life.HomePressure("new", "2024-06-30T07:00:00+09:00", 190));
        using var leaving = new CancellationTokenSource();
        clock.Asked = leaving.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lanes.Follow("broken", record.Position, leaving.Token));
        clock.Asked = () => { };
        var answer = await lanes.Follow("broken", record.Position, default);

        var expected = await lanes.Follow(_feed.Add(fresh), long.MaxValue, default);
        Assert.Equal(record.Position, answer.Position);
        Assert.Equal(expected.Risks.Select(risk => risk.Probability), answer.Risks.Select(risk => risk.Probability), Close);
    }

    /// <summary>Neither the position nor the time, which a look after midnight would move.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_person_may_not_know_moves_nothing_that_they_are_told(bool isOff)
    {
        var clock = new SetClock(Records.Later);
        using var lanes = Lanes(peopleInMemory: 10, clock);
        var patient = isOff ? "untold-off" : "untold";
        var record = Life.Record(patient, 12);
        if (isOff)
            record.Switch();
        await lanes.Follow(_feed.Add(record), long.MaxValue, default);
        await lanes.Explain(patient, default);
        var before = await lanes.Follow(patient, 0, default);

        clock.Now += TimeSpan.FromDays(1);
        record.Pass();
        await lanes.Heed(patient, default);
        await lanes.Explain(patient, default);
        var after = await lanes.Follow(patient, 0, default);

        Assert.Equal((before.Position, before.Moment, before.ExplainedPosition), (after.Position, after.Moment, after.ExplainedPosition));
        Assert.Equal(record.Position, (await lanes.Follow(patient, record.Position, default)).Position);
        record.Put(Life.HomePressure("new", "2024-06-30T07:00:00+09:00", 190));
        await lanes.Heed(patient, default);
        Assert.Equal(isOff ? record.Position - 1 : record.Position, (await lanes.Follow(patient, 0, default)).Position);
    }

    [Fact]
    public async Task Reasons_stay_those_of_the_answer_while_others_write()
    {
        using var lanes = Lanes(peopleInMemory: 10);
        var record = Life.Record("current", 13);
        await lanes.Follow(_feed.Add(record), long.MaxValue, default);
        await lanes.Explain("current", default);

        record.Pass();
        var later = await lanes.Follow("current", record.Position, default);
        record.Switch();
        var off = await lanes.Follow("current", long.MaxValue, default);

        Assert.Equal((record.Position, record.Position), (later.Position, later.ExplainedPosition));
        Assert.Equal((ClinicalTime.DefaultOffset, ClinicalTime.DefaultOffset), (later.Moment.Offset, off.Moment.Offset));
    }

    [Fact]
    public async Task Reasons_that_break_off_are_still_wanted()
    {
        var clock = new AskedClock();
        using var lanes = Lanes(peopleInMemory: 1, clock);
        await lanes.Follow(_feed.Add(Life.Record("reasons", 8)), long.MaxValue, default);

        await lanes.Use("reasons", async (lane, _) =>
        {
            Assert.True(lane.WantsExplanation);
            using var leaving = new CancellationTokenSource();
            clock.Asked = leaving.Cancel;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lane.Explain(leaving.Token));
            Assert.True(lane.WantsExplanation);
            clock.Asked = () => { };
            await lane.Explain(default);
            Assert.False(lane.WantsExplanation);
            return true;
        }, default);
    }

    [Fact]
    public async Task Of_who_has_nothing_switched_on_it_is_stored_once()
    {
        var clock = new SetClock(Records.Later);
        using var lanes = Lanes(peopleInMemory: 1, clock);
        var record = Life.Record("off", 9);
        record.Switch();
        await lanes.Follow(_feed.Add(record), long.MaxValue, default);
        var first = await Updated("off");

        clock.Now += TimeSpan.FromHours(1);
        record.Put(Life.HomePressure("new", "2024-06-30T07:00:00+09:00", 190));
        var answer = await lanes.Follow("off", long.MaxValue, default);

        Assert.Equal(record.Position, answer.Position);
        Assert.Equal(first, await Updated("off"));
    }

    [Fact]
    public async Task What_planets_was_given_of_a_person_who_is_erased_is_forgotten_too()
    {
        using var lanes = Lanes(peopleInMemory: 1);
        var published = new PublishedResources(database.Source);
        foreach (var patient in (string[])["leaving", "staying"])
        {
            await lanes.Follow(_feed.Add(Life.Record(patient, 10)), long.MaxValue, default);
            await published.Stored($"RiskAssessment/{patient}", patient, [1], default);
        }

        _feed.Erase("leaving");
        await lanes.Follow("leaving", long.MaxValue, default);

        Assert.Empty(await published.Of("leaving", default));
        Assert.Single(await published.Of("staying", default));
    }

    /// <summary>A publication that was under way when the person was erased.</summary>
    [Fact]
    public async Task What_is_given_of_nobody_is_not_noted()
    {
        var published = new PublishedResources(database.Source);

        await published.Stored(
            new ModelOutput("RiskAssessment/late", "gone", small.Model.Artefact.Digest, Records.Tasks[0], 1, Records.Later), [1], default);

        Assert.Empty(await published.Of("gone", default));
        Assert.DoesNotContain(
            await published.Outputs(small.Model.Artefact.Digest, 0, 1_000, default), output => output.Patient == "gone");
    }

    [Fact]
    public async Task Stored_states_save_reading_the_record_again()
    {
        var store = new PersonStore(database.Source, _seal, TimeProvider.System);
        using (var lanes = Lanes(peopleInMemory: 1))
            await lanes.Follow(_feed.Add(Life.Record("kept", 5)), long.MaxValue, default);

        var record = await View("kept");
        var checkpoints = await store.Checkpoints("kept", small.Model.Artefact.ShippedDigest, default);
        var steps = small.Model.Tokeniser.Read(record, Records.Later).Steps.Count;

        Assert.Equal(steps, new PersonReading(small.Model).Resume(record, Records.Later, checkpoints));
        var other = record with { Events = [.. record.Events.Skip(1)] };
        Assert.Equal(0, new PersonReading(small.Model).Resume(other, Records.Later, checkpoints));
    }

    /// <summary>The vocabulary is the same, so are the steps.</summary>
    [Fact]
    public async Task A_state_of_another_model_is_not_taken_up()
    {
        foreach (var patient in (string[])["changing", "fresh"])
            _feed.Add(Life.Record(patient, 11));
        using (var before = Lanes(peopleInMemory: 1))
            await before.Follow("changing", long.MaxValue, default);
        using var lanes = Lanes(peopleInMemory: 1, model: summed.Model);

        var fresh = await lanes.Follow("fresh", long.MaxValue, default);
        var changed = await lanes.Follow("changing", long.MaxValue, default);

        Assert.Equal(fresh.Risks.Select(risk => risk.Probability), changed.Risks.Select(risk => risk.Probability), Close);
        var store = new PersonStore(database.Source, _seal, TimeProvider.System);
        Assert.Empty(await store.Checkpoints("changing", small.Model.Artefact.ShippedDigest, default));
        Assert.NotEmpty(await store.Checkpoints("changing", summed.Model.Artefact.ShippedDigest, default));
    }

    [Fact]
    public async Task A_state_that_was_sealed_elsewhere_is_not_taken_up()
    {
        using (var lanes = Lanes(peopleInMemory: 1))
            await lanes.Follow(_feed.Add(Life.Record("foreign", 6)), long.MaxValue, default);
        using var otherKey = SecretSeal.LoadOrCreate(Path.Combine(_folder, "other.key"));
        var store = new PersonStore(database.Source, otherKey, TimeProvider.System);

        Assert.Empty(await store.Checkpoints("foreign", small.Model.Artefact.ShippedDigest, default));
        Assert.Null((await store.Find("foreign", default))!.Answer);
    }

    [Fact]
    public async Task A_passing_fault_is_told_apart_from_a_bug()
    {
        using var lanes = Lanes(peopleInMemory: 1);

        Assert.False(await lanes.Try(_ => throw new HttpRequestException("away"), default));
        Assert.True(await lanes.Try(_ => Task.CompletedTask, default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => lanes.Try(_ => throw new InvalidOperationException("bug"), default));
    }

    private static bool Close(double left, double right) => Math.Abs(left - right) < 1e-5;

    private async Task<object?> Updated(string patient)
    {
        await using var command = database.Source.CreateCommand("select updated_at from model.person where patient = $1");
        command.Parameters.Add(new() { Value = patient });
        return await command.ExecuteScalarAsync();
    }

    private PersonLanes Lanes(int peopleInMemory, TimeProvider? clock = null, RiskModel? model = null) => new(
        new LaneParts(
            ServedModels.Only(model ?? small.Model), Feed(), new PersonStore(database.Source, _seal, clock ?? TimeProvider.System),
            clock ?? new SetClock(Records.Later)),
        Options.Create(new ModelOptions { PeopleInMemory = peopleInMemory }), NullLogger<PersonLanes>.Instance);

    private RecordFeed Feed() => new(new HttpClient(_feed, disposeHandler: false) { BaseAddress = new Uri("http://planets.example") });

    /// <summary>Is first asked for the time when a record with news has been read, or reasons have been worked out.</summary>
    private sealed class AskedClock : TimeProvider
    {
        public Action Asked { get; set; } = () => { };

        public override DateTimeOffset GetUtcNow()
        {
            Asked();
            return Records.Later;
        }
    }

    private async Task<Phr.Model.Tokens.PersonRecord> View(string patient)
    {
        var followed = new FollowedRecord(Feed(), patient, FeedPlace.Nowhere);
        await followed.Load(default);
        return followed.View!.Record(small.Model.Artefact.Vocabulary)!;
    }
}

using System.Text.Json;
using Phr.Model.Assessments;
using Phr.Model.Choice;
using Phr.Model.Cohorts;
using Phr.Model.Feed;
using Phr.Model.People.Store;
using Phr.Model.Risks;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.People;

/// <summary>What a lane works with; the same for all people.</summary>
public sealed record LaneParts(ServedModels Models, RecordFeed Feed, PersonStore Store, TimeProvider Clock);

/// <summary>Assessments that planets-server is to have.</summary>
/// <param name="Assessments">One of each model that answers; none to take back all.</param>
/// <param name="Labels">Taken over from the record, "system|code".</param>
/// <param name="Position">Of the log, up to which the record was read.</param>
public sealed record Publication(IReadOnlyList<Assessment> Assessments, IReadOnlyList<string> Labels, long Position);

/// <summary>
/// All that is done for one person, one thing after the other: following the record, asking the model, keeping states and answers.
/// What is in memory can be dropped at any time; the next call takes it up from the store and the feed.
/// </summary>
/// <param name="patient">Id of the person's own Patient.</param>
public sealed class PersonLane(string patient, LaneParts parts) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private FollowedRecord? _record;
    private IReadOnlyList<string> _outcomes = [];
    private long _told;
    private bool _isBehind;
    private PersonReadings? _readings;
    private PersonAssessed? _assessed;
    private volatile RiskAnswer? _answer;
    private volatile Publication? _publication;

    /// <summary>The last answer; null before the first.</summary>
    public RiskAnswer? Answer => _answer;

    /// <summary>When the record last changed the answer.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Whether reasons are still to be worked out for the last answer, or told down to the entry.</summary>
    public bool WantsExplanation { get; private set; }

    /// <summary>What planets-server is to be given; null where it has it, or the reasons are still to come.</summary>
    public Publication? Publication => _publication;

    /// <summary>Whether something is still to be done behind the last answer.</summary>
    public bool HasWork => WantsExplanation || _publication is not null;

    /// <summary>Follows the record, unless an answer from this position or a later one is there.</summary>
    /// <param name="atLeast"><see cref="long.MaxValue"/> to look in any case.</param>
    /// <exception cref="HttpRequestException">planets-server does not answer.</exception>
    /// <exception cref="InferenceBusyException">Too much waits for the model.</exception>
    public async Task<RiskAnswer> Follow(long atLeast, CancellationToken ct)
    {
        if (_answer is { } known && known.Position >= atLeast)
            return known;
        await _one.WaitAsync(ct);
        try
        {
            if (_answer is { } meanwhile && meanwhile.Position >= atLeast)
                return meanwhile;
            return await FollowAlone(isHint: false, ct);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// Looks because somebody wrote. Where that is nothing that the person may know, nothing that they are told moves, neither position nor
    /// time: else an entry that is kept from them would show by when they do.
    /// </summary>
    public async Task Heed(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            await FollowAlone(isHint: true, ct);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Works out reasons that an answer did not wait for.</summary>
    public async Task Explain(CancellationToken ct)
    {
        var isDone = false;
        try
        {
            if (await StartExplaining(ct) is { } started)
            {
                await started.Run(ct);
                await FinishExplaining(started, ct);
            }
            isDone = true;
        }
        finally
        {
            // What broke off is still to be done.
            WantsExplanation |= !isDone;
        }
    }

    /// <summary>planets-server has this publication.</summary>
    public void Published(Publication publication)
    {
        if (_publication == publication)
            _publication = null;
    }

    public void Dispose() => _one.Dispose();

    private async Task<ReadingsWork?> StartExplaining(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var isWanted = WantsExplanation;
            WantsExplanation = false;
            if (!isWanted || _assessed is not { } assessed || _readings is not { } readings || _record?.View is not { } view)
                return null;
            return await readings.Work(assessed, view, ct);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task FinishExplaining(ReadingsWork work, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_readings != work.Readings || _record?.View is null)
                return;
            work.Take();
            WantsExplanation |= !await Assess(ct);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<RiskAnswer> FollowAlone(bool isHint, CancellationToken ct)
    {
        _record ??= await TakeUp(ct);
        if (await _record.Look(ct) is not { } news)
            return await Gone(ct);
        if (news.IsVoid)
            await Forget(ct);
        var outcomes = Switched(news.Start);
        var isOff = outcomes.Count == 0;
        if (_answer is { } answer && !_isBehind && outcomes.SequenceEqual(_outcomes) && (isOff || !news.HasChanged))
        {
            if (isHint)
                return answer;
            if (!isOff && IsToday(answer) && (answer.ExplainedPosition is not null || WantsExplanation))
                return _answer = answer.From(_told = Place.Position);
        }
        var wasOff = _outcomes.Count == 0 && _answer is not null;
        // Until an answer is there, also where this look breaks off.
        (_outcomes, _isBehind) = (outcomes, true);
        if (isOff)
            return await SwitchOff(news.Start, wasOff, ct);
        if (_record.View is null && await _record.Load(ct) is null)
            return await Gone(ct);
        (ChangedAt, _told) = (Now, Place.Position);
        var explained = await Assess(ct);
        WantsExplanation |= _assessed is not null || !explained;
        return _answer!;
    }

    /// <summary>What an earlier process left, as far as it is of the same models.</summary>
    private async Task<FollowedRecord> TakeUp(CancellationToken ct)
    {
        if (await parts.Store.Find(patient, ct) is not { } stored)
            return new FollowedRecord(parts.Feed, patient, FeedPlace.Nowhere);
        _outcomes = stored.Outcomes;
        if (stored.Model == Digest && stored.Answer is { } answer)
            _answer = RiskAnswer.Read(answer);
        (_told, _isBehind) = (_answer?.Position ?? stored.Place.Position, false);
        if (stored.Outcomes.Count == 0)
            _publication = Withdrawal();
        // With nothing switched on nothing was told: what there is by now begins at the beginning.
        return new FollowedRecord(parts.Feed, patient, stored.Outcomes.Count == 0 ? FeedPlace.Nowhere : stored.Place);
    }

    /// <summary>Asks the models about the record as it is.</summary>
    /// <returns>Whether the reasons are from the same record.</returns>
    private async Task<bool> Assess(CancellationToken ct)
    {
        var moment = Now;
        var view = _record!.View!;
        _readings ??= new PersonReadings(patient, parts);
        _assessed = await _readings.Assess(view, moment, _outcomes, ct);
        if (_assessed is not { } assessed)
        {
            await Keep(PersonAnswer.Refused(_told, moment, Digest, Tasks, view.IsFull ? "too-long" : "no-birth-date"), null, ct);
            return true;
        }
        if (assessed.IsExplained)
            _publication = new Publication([.. assessed.Parts.Select(part => part.Assessment)], view.Labels(), _told);
        await Keep(PersonAnswer.Of(_told, patient, assessed, _answer, view.Has), _readings.Checkpoints(), ct);
        return assessed.IsExplained;
    }

    /// <summary>The answer can be read from here on; then it is stored.</summary>
    /// <param name="checkpoints">Null leaves those that are stored.</param>
    private async Task Keep(RiskAnswer answer, IReadOnlyList<StoredCheckpoint>? checkpoints, CancellationToken ct)
    {
        var changed = PersonAnswer.Changed(_answer, answer).ToList();
        (_answer, _isBehind) = (answer, false);
        var person = new StoredPerson(Place, _outcomes, Digest, answer.Json());
        var history = changed.Select(risk => new StoredAssessment(
            risk.Model!.Digest, risk.Outcome, answer.Moment, JsonSerializer.SerializeToUtf8Bytes(risk, JsonSerializerOptions.Web)));
        await parts.Store.Save(patient, person, checkpoints, [.. history], ct);
    }

    /// <param name="wasOff">Whether it is stored already that there is nothing: most people's state, at every hint about them.</param>
    private async Task<RiskAnswer> SwitchOff(FeedStart start, bool wasOff, CancellationToken ct)
    {
        _record!.Drop();
        var answer = new RiskAnswer(start.Head.Position, Now, Digest, [], [], start.Head.Position);
        if (!wasOff)
        {
            await Forget(ct);
            _publication = Withdrawal();
            await parts.Store.Save(patient, new StoredPerson(start.Head, [], Digest, answer.Json()), [], [], ct);
        }
        _isBehind = false;
        return _answer = answer;
    }

    /// <summary>There is no such person any more: nothing of them stays.</summary>
    private async Task<RiskAnswer> Gone(CancellationToken ct)
    {
        _record!.Drop();
        (_readings, _assessed, _answer, _publication, WantsExplanation, _outcomes) = (null, null, null, null, false, []);
        await parts.Store.Remove(patient, ct);
        return new RiskAnswer(0, Now, Digest, [], [], 0);
    }

    private static Publication Withdrawal() => new([], [], 0);

    /// <summary>What was worked out so far came from a record that the person no longer has, or no longer lends.</summary>
    private async Task Forget(CancellationToken ct)
    {
        // Without a record until the store has forgotten too: a look that broke off here finds it void again.
        var record = _record;
        (_record, _readings, _assessed, _answer, _publication, WantsExplanation) = (null, null, null, null, null, false);
        await parts.Store.Forget(patient, ct);
        _record = record;
    }

    private DateTimeOffset Now => parts.Clock.GetUtcNow().ToOffset(ClinicalTime.DefaultOffset);

    private string Digest => parts.Models.Digest;

    private FeedPlace Place => _record!.Place;

    private IEnumerable<TaskDefinition> Tasks => parts.Models.Tasks.Where(task => _outcomes.Contains(task.Key));

    /// <summary>Risk moves with age and closing weeks: an answer holds for its day.</summary>
    private bool IsToday(RiskAnswer answer) =>
        answer.Moment.ToOffset(ClinicalTime.DefaultOffset).Date == Now.Date;

    private List<string> Switched(FeedStart start) =>
        [.. parts.Models.Tasks.Select(task => task.Key).Where(start.Outcomes.Contains).Order(StringComparer.Ordinal)];
}

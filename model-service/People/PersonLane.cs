using System.Text.Json;
using Phr.Model.Assessments;
using Phr.Model.Cohorts;
using Phr.Model.Feed;
using Phr.Model.People.Store;
using Phr.Model.Risks;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.People;

/// <summary>What a lane works with; the same for all people.</summary>
public sealed record LaneParts(RiskModel Model, RecordFeed Feed, PersonStore Store, TimeProvider Clock);

/// <summary>An assessment that planets-server is to have.</summary>
/// <param name="Labels">Taken over from the record, "system|code".</param>
/// <param name="Position">Of the log, up to which the record was read.</param>
public sealed record Publication(Assessment Assessment, IReadOnlyList<string> Labels, long Position);

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
    private PersonReading? _reading;
    private Assessment? _assessment;
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
                await FinishExplaining(started.Reading, await started.Work.Run(ct), ct);
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

    private async Task<(PersonReading Reading, ExplanationWork Work)?> StartExplaining(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var isWanted = WantsExplanation;
            WantsExplanation = false;
            if (!isWanted || _assessment is not { } assessment || _reading is not { } reading || Readable() is not { } record)
                return null;
            return (reading, await reading.Work(assessment, record, ct));
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task FinishExplaining(PersonReading reading, ExplanationWork.Result result, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_reading != reading || _record?.View is null)
                return;
            reading.Take(result);
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
        WantsExplanation |= _assessment is not null || !explained;
        return _answer!;
    }

    /// <summary>What an earlier process left, as far as it is this model's.</summary>
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

    /// <summary>Asks the model about the record as it is.</summary>
    /// <returns>Whether the reasons are from the same record.</returns>
    private async Task<bool> Assess(CancellationToken ct)
    {
        var moment = Now;
        var view = _record!.View!;
        if (Readable() is not { } record)
        {
            _assessment = null;
            await Keep(PersonAnswer.Refused(
                _told, moment, Digest, Tasks, view.IsFull ? "too-long" : "no-birth-date"), ct);
            return true;
        }
        _reading ??= await NewReading(record, moment, ct);
        var (assessment, isExplained) = await _reading.Assess(record, moment, _outcomes.ToHashSet(), ct);
        _assessment = assessment;
        if (isExplained)
            _publication = new Publication(assessment, view.Labels(), _told);
        await Keep(PersonAnswer.Of(_told, patient, assessment, _answer, isExplained, view.Has), ct);
        return isExplained;
    }

    private async Task<PersonReading> NewReading(PersonRecord record, DateTimeOffset moment, CancellationToken ct)
    {
        var reading = new PersonReading(parts.Model);
        reading.Resume(record, moment, await parts.Store.Checkpoints(patient, ct));
        return reading;
    }

    /// <summary>The answer can be read from here on; then it is stored.</summary>
    private async Task Keep(RiskAnswer answer, CancellationToken ct)
    {
        var changed = PersonAnswer.Changed(_answer, answer).ToList();
        (_answer, _isBehind) = (answer, false);
        var person = new StoredPerson(Place, _outcomes, Digest, answer.Json());
        var history = changed.Select(risk => new StoredAssessment(
            risk.Outcome, answer.Moment, JsonSerializer.SerializeToUtf8Bytes(risk, JsonSerializerOptions.Web)));
        await parts.Store.Save(patient, person, _reading?.Checkpoints(), [.. history], ct);
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
        (_reading, _assessment, _answer, _publication, WantsExplanation, _outcomes) = (null, null, null, null, false, []);
        await parts.Store.Remove(patient, ct);
        return new RiskAnswer(0, Now, Digest, [], [], 0);
    }

    private Publication Withdrawal() => new(new Assessment("", Digest, Now, 1, []), [], 0);

    /// <summary>What was worked out so far came from a record that the person no longer has, or no longer lends.</summary>
    private async Task Forget(CancellationToken ct)
    {
        // Without a record until the store has forgotten too: a look that broke off here finds it void again.
        var record = _record;
        (_record, _reading, _assessment, _answer, _publication, WantsExplanation) = (null, null, null, null, null, false);
        await parts.Store.Forget(patient, ct);
        _record = record;
    }

    private PersonRecord? Readable() => _record?.View?.Record(parts.Model.Artefact.Vocabulary);

    private DateTimeOffset Now => parts.Clock.GetUtcNow().ToOffset(ClinicalTime.DefaultOffset);

    private string Digest => parts.Model.Artefact.Digest;

    private FeedPlace Place => _record!.Place;

    private IEnumerable<TaskDefinition> Tasks => parts.Model.Artefact.Definitions.Where(task => _outcomes.Contains(task.Key));

    /// <summary>Risk moves with age and closing weeks: an answer holds for its day.</summary>
    private bool IsToday(RiskAnswer answer) =>
        answer.Moment.ToOffset(ClinicalTime.DefaultOffset).Date == Now.Date;

    private List<string> Switched(FeedStart start) =>
        [.. parts.Model.Artefact.Definitions.Select(task => task.Key).Where(start.Outcomes.Contains).Order(StringComparer.Ordinal)];
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Phr.Model.Risks;
using Phr.Model.Scoring;
using Phr.Platform.Hosting;

namespace Phr.Model.People;

/// <summary>
/// One lane a person, for as many people as fit in memory; of those that nobody uses the one used longest ago makes room. What a lane
/// leaves to be done later is queued here.
/// </summary>
public sealed class PersonLanes(
    LaneParts parts, IOptions<ModelOptions> options, ILogger<PersonLanes> log) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Held>> _held = [];
    private readonly LinkedList<Held> _byUse = [];

    /// <summary>People whose answers are to be explained.</summary>
    public WaitingLine<string> ToExplain { get; } = new(options.Value.WaitingMax);

    /// <summary>People whose assessments planets-server is to have.</summary>
    public WaitingLine<string> ToPublish { get; } = new(options.Value.WaitingMax);

    /// <summary>People in memory.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _held.Count;
        }
    }

    /// <summary>See <see cref="PersonLane.Follow"/>.</summary>
    /// <exception cref="InferenceBusyException">As many people as fit in memory are being worked on.</exception>
    public Task<RiskAnswer> Follow(string patient, long atLeast, CancellationToken ct) =>
        Use(patient, async (lane, token) =>
        {
            var answer = await lane.Follow(atLeast, token);
            Queue(patient, lane);
            return answer;
        }, ct);

    /// <summary>See <see cref="PersonLane.Heed"/>.</summary>
    public Task Heed(string patient, CancellationToken ct) => Use(patient, async (lane, token) =>
    {
        await lane.Heed(token);
        Queue(patient, lane);
        return true;
    }, ct);

    /// <summary>See <see cref="PersonLane.Explain"/>.</summary>
    public Task Explain(string patient, CancellationToken ct) => Use(patient, async (lane, token) =>
    {
        await lane.Explain(token);
        Queue(patient, lane);
        return true;
    }, ct);

    /// <summary>Works with a person's lane, which stays in memory meanwhile.</summary>
    public async Task<T> Use<T>(string patient, Func<PersonLane, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        var held = Rent(patient);
        try
        {
            return await work(held.Lane, ct);
        }
        finally
        {
            Return(held);
        }
    }

    /// <summary>Does something for a person where a passing fault costs only delay.</summary>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> Try(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        try
        {
            await work(ct);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException or NpgsqlException
            or InferenceBusyException or InferenceFaultException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            log.LogWarning("A person's record could not be followed: {Fault}", FaultText.Of(e));
            return false;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var held in _byUse)
                held.Lane.Dispose();
            _held.Clear();
            _byUse.Clear();
        }
    }

    private void Queue(string patient, PersonLane lane)
    {
        if (lane.WantsExplanation)
            ToExplain.Add(patient);
        if (lane.Publication is not null)
            ToPublish.Add(patient);
    }

    private Held Rent(string patient)
    {
        lock (_gate)
        {
            if (_held.TryGetValue(patient, out var place))
                _byUse.Remove(place);
            else if (MakeRoom())
                _held.Add(patient, place = new(new Held(patient, new PersonLane(patient, parts))));
            else
                throw new InferenceBusyException();
            place.Value.Users++;
            _byUse.AddLast(place);
            return place.Value;
        }
    }

    private void Return(Held held)
    {
        lock (_gate)
            held.Users--;
    }

    private bool MakeRoom()
    {
        if (_held.Count < options.Value.PeopleInMemory)
            return true;
        var unused = _byUse.Where(held => held.Users == 0);
        // Work that is still to be done for someone is lost with the lane and found again with their next change or day only.
        if ((unused.FirstOrDefault(held => !held.Lane.HasWork) ?? unused.FirstOrDefault()) is not { } idle)
            return false;
        _held.Remove(idle.Patient, out var place);
        _byUse.Remove(place!);
        idle.Lane.Dispose();
        return true;
    }

    private sealed class Held(string patient, PersonLane lane)
    {
        public string Patient => patient;

        public PersonLane Lane => lane;

        public int Users { get; set; }
    }
}

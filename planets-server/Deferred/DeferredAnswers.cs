using System.Threading.Channels;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Record;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Deferred;

/// <summary>Deferred requests that wait, run, or were answered a short while ago. They are lost with the process.</summary>
public sealed class DeferredAnswers(TimeProvider clock)
{
    /// <summary>Of one caller, answered ones included.</summary>
    public const int OfOneCallerMax = 10;

    public const int AllMax = 100;

    /// <summary>Bytes of all answers together; the oldest go first.</summary>
    public const long BytesMax = 256L << 20;

    /// <summary>
    /// How long an answer can be fetched. It is what the caller could see when it was worked out, so no longer than a page on their screen.
    /// </summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    private readonly Lock _guard = new();
    private readonly Dictionary<string, DeferredAnswer> _all = [];
    private readonly Channel<DeferredAnswer> _waiting = Channel.CreateUnbounded<DeferredAnswer>();

    public ChannelReader<DeferredAnswer> Waiting => _waiting.Reader;

    public Answer<DeferredAnswer> Add(Caller caller, DeferredRequest request)
    {
        lock (_guard)
        {
            DropOld();
            if (_all.Count >= AllMax || _all.Values.Count(one => one.Bearer == Requester.BearerOf(caller)) >= OfOneCallerMax)
                return new Refusal(RefusalKind.TooMany, "Too many requests are deferred. Fetch or delete answers first.", null,
                    "throttled");
            var added = new DeferredAnswer(ResourceIds.Fresh(), Requester.BearerOf(caller), request);
            _all.Add(added.Id, added);
            _waiting.Writer.TryWrite(added);
            return added;
        }
    }

    /// <summary>Null where it is not there, or somebody else's.</summary>
    public DeferredAnswer? Find(string id, Caller caller)
    {
        lock (_guard)
        {
            DropOld();
            return _all.GetValueOrDefault(id) is { } found && found.Bearer == Requester.BearerOf(caller) ? found : null;
        }
    }

    public void Complete(DeferredAnswer one, InnerAnswer answer)
    {
        lock (_guard)
        {
            one.Complete(answer, clock.GetUtcNow());
            foreach (var old in _all.Values.Where(other => other.Completed is not null).OrderBy(other => other.Completed).ToList())
            {
                if (_all.Values.Sum(other => (long)(other.Answer?.Body.Length ?? 0)) <= BytesMax)
                    break;
                Remove(old);
            }
        }
    }

    public void Drop(DeferredAnswer one)
    {
        lock (_guard)
            Remove(one);
    }

    private void DropOld()
    {
        var before = clock.GetUtcNow() - KeptFor;
        foreach (var old in _all.Values.Where(one => one.Completed < before).ToList())
            Remove(old);
    }

    private void Remove(DeferredAnswer one)
    {
        one.Cancel();
        _all.Remove(one.Id);
    }
}

using Phr.Planets.Http;

namespace Phr.Planets.Deferred;

/// <summary>What a caller asks and does not wait for.</summary>
/// <param name="Target">Relative to the FHIR base, with its query.</param>
/// <param name="ErasedBefore">Position of the newest erasure when it was asked.</param>
public sealed record DeferredRequest(RequestSource Source, string Target, long ErasedBefore);

/// <summary>A request whose caller does not wait for it, and what came of it.</summary>
/// <param name="bearer">Who asked: nobody else gets the answer.</param>
/// <param name="request">What is asked.</param>
public sealed class DeferredAnswer(string id, string bearer, DeferredRequest request) : IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();

    public string Id { get; } = id;

    public string Bearer { get; } = bearer;

    public DeferredRequest Request { get; } = request;

    /// <summary>Null until it is there.</summary>
    public InnerAnswer? Answer { get; private set; }

    public DateTimeOffset? Completed { get; private set; }

    public CancellationToken Cancelled => _cancelled.Token;

    public void Complete(InnerAnswer answer, DateTimeOffset at) => (Answer, Completed) = (answer, at);

    public void Cancel() => _cancelled.Cancel();

    public void Dispose() => _cancelled.Dispose();
}

using Phr.Planets.Http;

namespace Phr.Planets.Deferred;

/// <summary>A request whose caller does not wait for it, and what came of it.</summary>
/// <param name="bearer">Who asked: nobody else gets the answer.</param>
/// <param name="target">Relative to the FHIR base, with its query.</param>
public sealed class DeferredAnswer(string id, string bearer, RequestSource source, string target) : IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();

    public string Id { get; } = id;

    public string Bearer { get; } = bearer;

    public RequestSource Source { get; } = source;

    public string Target { get; } = target;

    /// <summary>Null until it is there.</summary>
    public InnerAnswer? Answer { get; private set; }

    public DateTimeOffset? Completed { get; private set; }

    public CancellationToken Cancelled => _cancelled.Token;

    public void Complete(InnerAnswer answer, DateTimeOffset at) => (Answer, Completed) = (answer, at);

    public void Cancel() => _cancelled.Cancel();

    public void Dispose() => _cancelled.Dispose();
}

using Phr.EventLog;
using Phr.Platform;

namespace Phr.Tests.EventLog.Support;

/// <summary>A proposal that decides as the test says.</summary>
internal sealed class Deciding<T>(Func<Draft, ValueTask<Answer<T>>> decide, Origin? origin = null)
    : Proposal<T>(origin ?? Origins.Hospital)
{
    protected override ValueTask<Answer<T>> Decide(Draft draft, CancellationToken ct) => decide(draft);
}

/// <summary>Holds the writer, so that what is appended meanwhile becomes one group.</summary>
internal sealed class HeldWriter
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _held;

    private HeldWriter(Writer writer) => _held = writer.Append(new Deciding<int>(async _ =>
    {
        _entered.TrySetResult();
        await _release.Task;
        return 0;
    }), default);

    public static async Task<HeldWriter> Hold(Writer writer)
    {
        var held = new HeldWriter(writer);
        await held._entered.Task;
        return held;
    }

    public async Task Release()
    {
        _release.TrySetResult();
        await _held;
    }
}

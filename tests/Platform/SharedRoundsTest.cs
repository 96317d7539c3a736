using Phr.Platform;

namespace Phr.Tests.Platform;

public sealed class SharedRoundsTest
{
    private static readonly SharedRoundLimits Limits = new(RoundMax: 3, WaitingMax: 4, GatherMax: TimeSpan.Zero);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly List<int> _sizes = [];
    private readonly SemaphoreSlim _go = new(0);

    [Fact]
    public async Task What_comes_while_a_round_is_under_way_makes_the_next_up_to_the_limit()
    {
        await using var rounds = new SharedRounds<int, int>(Doubled, Limits);
        var first = rounds.Ask(1, default);
        await Until(() => _sizes.Count == 1);
        var rest = Enumerable.Range(2, 4).Select(number => rounds.Ask(number, default)).ToList();
        _go.Release(3);
        var answers = await Task.WhenAll(rest.Prepend(first)).WaitAsync(Soon);
        Assert.Equal([2, 4, 6, 8, 10], answers);
        Assert.Equal([1, 3, 1], _sizes);
    }

    [Fact]
    public async Task Whoever_asks_beyond_what_may_wait_waits_for_room()
    {
        await using var rounds = new SharedRounds<int, int>(Doubled, Limits);
        var first = rounds.Ask(1, default);
        await Until(() => _sizes.Count == 1);
        var waiting = Enumerable.Range(0, Limits.WaitingMax).Select(number => rounds.Ask(number, default)).ToList();
        using var impatient = new CancellationTokenSource();
        var beyond = rounds.Ask(7, impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => beyond);
        var patient = rounds.Ask(8, default);
        _go.Release(4);
        Assert.Equal(16, await patient.WaitAsync(Soon));
        Assert.Equal(1 + Limits.WaitingMax + 1, _sizes.Sum());
        await Task.WhenAll(waiting.Prepend(first));
    }

    [Fact]
    public async Task A_fault_of_a_round_is_that_of_each_of_its_items_and_of_no_other()
    {
        await using var rounds = new SharedRounds<int, int>(
            (asked, ct) => asked.Contains(0) ? throw new TimeoutException("once") : Doubled(asked, ct), Limits);
        var first = rounds.Ask(1, default);
        await Until(() => _sizes.Count == 1);
        var (second, third) = (rounds.Ask(0, default), rounds.Ask(2, default));
        _go.Release(1);
        Assert.Equal(2, await first.WaitAsync(Soon));
        await Assert.ThrowsAsync<TimeoutException>(() => second.WaitAsync(Soon));
        await Assert.ThrowsAsync<TimeoutException>(() => third.WaitAsync(Soon));
        _go.Release(1);
        Assert.Equal(6, await rounds.Ask(3, default).WaitAsync(Soon));
    }

    [Fact]
    public async Task A_round_waits_a_moment_for_as_many_as_the_last_one_had()
    {
        await using var rounds = new SharedRounds<int, int>(Doubled, Limits with { GatherMax = Soon });
        var first = rounds.Ask(1, default);
        await Until(() => _sizes.Count == 1);
        var pair = new[] { rounds.Ask(2, default), rounds.Ask(3, default) };
        _go.Release(2);
        await Task.WhenAll(pair.Prepend(first)).WaitAsync(Soon);
        var third = rounds.Ask(4, default);
        var fourth = rounds.Ask(5, default);
        _go.Release(1);
        var answers = await Task.WhenAll(third, fourth).WaitAsync(Soon);
        Assert.Equal([8, 10], answers);
        Assert.Equal([1, 2, 2], _sizes);
    }

    [Fact]
    public async Task Closing_answers_what_waits_and_takes_no_more()
    {
        var rounds = new SharedRounds<int, int>(Doubled, Limits);
        var first = rounds.Ask(1, default);
        await Until(() => _sizes.Count == 1);
        var second = rounds.Ask(2, default);
        _go.Release(2);
        await rounds.DisposeAsync();
        var answers = await Task.WhenAll(first, second);
        Assert.Equal([2, 4], answers);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => rounds.Ask(3, default));
    }

    private async Task<IReadOnlyList<int>> Doubled(IReadOnlyList<int> asked, CancellationToken ct)
    {
        _sizes.Add(asked.Count);
        await _go.WaitAsync(ct);
        return [.. asked.Select(number => 2 * number)];
    }

    private static async Task Until(Func<bool> holds)
    {
        for (var i = 0; !holds() && i < 2_000; i++)
            await Task.Delay(10);
        Assert.True(holds());
    }
}

using Phr.EventLog;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.EventLog;

public sealed class AsOfTest
{
    [Fact]
    public async Task An_instant_gives_the_newest_position_recorded_by_then()
    {
        await using var test = await TestLog.Create();
        var clock = new SteppedClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var log = await test.Open(new LogOptions { Clock = clock });
        for (var i = 0; i < 20; i++)
        {
            await log.Writer.Append(new StoreEntities(null, new($"a{i}", "x"), new($"b{i}", "x")), default);
            clock.Now = clock.Now.AddHours(1);
        }

        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(0, await log.Reader.PositionAt(start.AddTicks(-10), default));
        for (var hour = 0; hour < 20; hour++)
        {
            Assert.Equal((hour + 1) * 2, await log.Reader.PositionAt(start.AddHours(hour), default));
            Assert.Equal((hour + 1) * 2, await log.Reader.PositionAt(start.AddHours(hour).AddMinutes(59), default));
        }
        Assert.Equal(40, await log.Reader.PositionAt(DateTimeOffset.MaxValue, default));
    }

    [Fact]
    public async Task Recorded_time_never_goes_back_when_the_clock_does()
    {
        await using var test = await TestLog.Create();
        var clock = new SteppedClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var log = await test.Open(new LogOptions { Clock = clock });
        await log.Writer.Append(StoreEntities.One(null, "a", "x"), default);

        clock.Now = clock.Now.AddDays(-1);
        await log.Writer.Append(StoreEntities.One(null, "b", "x"), default);

        var events = await log.Reader.ReadFrom(0, 10, default);
        Assert.Equal(events[0].RecordedTime, events[1].RecordedTime);
    }

    [Fact]
    public async Task Positions_are_read_in_the_order_asked_for()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        await log.Writer.Append(new StoreEntities(null, new("a", "1"), new("b", "2"), new("c", "3")), default);

        Assert.Equal(["c", "a", "c"], (await log.Reader.ReadAt([3, 1, 99, 3], default)).Select(e => e.Id));
        Assert.Empty(await log.Reader.ReadAt([], default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => log.Reader.ReadAt(new long[Reader.PageEventsMax + 1], default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => log.Reader.ReadFrom(0, Reader.PageEventsMax + 1, default));
        Assert.Equal(3, (await log.Reader.ReadFrom(0, Reader.PageEventsMax, default)).Count);
    }

    private sealed class SteppedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

using System.Text;
using Phr.EventLog;
using Phr.Platform;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.EventLog;

public sealed class AppendTest
{
    [Fact]
    public async Task What_was_appended_is_read_back_as_it_was()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);

        var first = (await log.Writer.Append(StoreEntities.One(null, "a", "first"), default)).Value;
        var second = (await log.Writer.Append(new StoreEntities(first.Stream, new("a", "second"), new("b", null)), default)).Value;

        var events = await log.Reader.ReadFrom(after: 0, 10, default);
        Assert.Equal([1, 2, 3], events.Select(e => e.Position));
        Assert.Equal([1, 2, 3], events.Select(e => e.Sequence));
        Assert.All(events, e => Assert.Equal(first.Stream, e.Stream));
        Assert.All(events, e => Assert.Equal(Origins.Hospital, e.Origin));
        Assert.All(events, e => Assert.InRange(e.RecordedTime, before, DateTimeOffset.UtcNow.AddSeconds(1)));
        Assert.Equal(["first", "second"], events.Where(e => e.Body.IsReadable).Select(e => Encoding.UTF8.GetString(e.Body.Bytes.Span)));
        Assert.Equal((EventKind.Deleted, BodyState.None), (events[2].Kind, events[2].Body.State));
        Assert.Equal([2, 3], second.Positions);
        Assert.Equal(1, (await log.Reader.Head(default)).Streams);
    }

    [Fact]
    public async Task A_refused_member_stores_nothing_and_does_not_touch_its_neighbours()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var stream = (await log.Writer.Append(StoreEntities.One(null, "a", "there"), default)).Value.Stream;

        var answers = await Task.WhenAll(
            log.Writer.Append(StoreEntities.One(stream, "b", "1"), default),
            log.Writer.Append(new StoreEntities(stream, new("c", "2"), new("a", "again")) { OnlyNew = true }, default),
            log.Writer.Append(StoreEntities.One(stream, "d", "3"), default));

        Assert.Equal(RefusalKind.Conflict, answers[1].Refusal?.Kind);
        Assert.Equal(["a", "b", "d"], (await log.Reader.ReadFrom(0, 10, default)).Select(e => e.Id).Order());
    }
}

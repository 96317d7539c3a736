using Phr.Model.Feed;

namespace Phr.Tests.Model.Service;

/// <summary>What a reader of the feed is told when planets-server fails.</summary>
public sealed class RecordFeedTest
{
    [Fact]
    public async Task A_feed_that_breaks_off_is_planets_not_answering()
    {
        using var handler = new BreaksOff();
        using var client = new HttpClient(handler, disposeHandler: false) { BaseAddress = new Uri("http://planets.example") };

        await Assert.ThrowsAsync<HttpRequestException>(() =>
            new FollowedRecord(new RecordFeed(client), "p", FeedPlace.Nowhere).Look(default));
    }

    private sealed class BreaksOff : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BrokenStream()) });
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new HttpIOException(HttpRequestError.ResponseEnded);
    }
}

namespace Phr.Model.Feed;

/// <summary>What a look at the feed brought.</summary>
/// <param name="HasChanged">Whether the record is another than before.</param>
/// <param name="IsVoid">Whether what was read before is void: links, consents or an erasure changed what the person has.</param>
public sealed record FeedNews(FeedStart Start, bool HasChanged, bool IsVoid);

/// <summary>
/// One person's record, followed from a place that may be older than this process. It is only held in memory once
/// <see cref="Load"/> has been called: most people change nothing most of the time. Not safe for two callers at once.
/// </summary>
/// <param name="place">Where an earlier process had got to.</param>
public sealed class FollowedRecord(RecordFeed feed, string patient, FeedPlace place)
{
    /// <summary>How far it has been read.</summary>
    public FeedPlace Place { get; private set; } = place;

    /// <summary>Null until it is loaded.</summary>
    public RecordView? View { get; private set; }

    /// <summary>Takes what is new; while the record is not loaded it only finds out whether there is anything.</summary>
    /// <returns>Null where there is no such person.</returns>
    public async Task<FeedNews?> Look(CancellationToken ct)
    {
        if (View is null && Place.Position == 0)
            return await Load(ct) is { } first ? new FeedNews(first, HasChanged: true, IsVoid: false) : null;
        FeedStart? start = null;
        var lines = 0;
        await foreach (var line in feed.Read(patient, Place, ct))
        {
            if (start is null)
            {
                start = line.Start();
                if (start.Reset && View is not null)
                    View = new RecordView(patient);
                continue;
            }
            lines++;
            if (View is null)
                break;
            View.Take(line);
        }
        if (start is null)
            return null;
        var isVoid = start.Reset && Place.Position > 0;
        var hasChanged = lines > 0 || start.Reset;
        if (View is not null || !hasChanged)
            Place = start.Head;
        return new FeedNews(start, hasChanged, isVoid);
    }

    /// <summary>Reads the whole record into memory.</summary>
    /// <returns>Null where there is no such person.</returns>
    public async Task<FeedStart?> Load(CancellationToken ct)
    {
        FeedStart? start = null;
        var view = new RecordView(patient);
        await foreach (var line in feed.Read(patient, FeedPlace.Nowhere, ct))
        {
            if (start is null)
                start = line.Start();
            else
                view.Take(line);
        }
        if (start is not null)
            (View, Place) = (view, start.Head);
        return start;
    }

    /// <summary>Lets go of the record; the next look begins anew.</summary>
    public void Drop() => (View, Place) = (null, FeedPlace.Nowhere);
}

namespace Phr.Model.Meds;

/// <summary>The latest time of one subject after the other, of rows that lie together.</summary>
internal sealed class LastTime
{
    private long? _subject;
    private DateTimeOffset? _last;

    /// <summary>Takes up a row; that of the subject before, where this one is of another and the one before had a time.</summary>
    public DateTimeOffset? Next(long? subject, DateTimeOffset? time)
    {
        var ended = subject == _subject ? null : End();
        _subject = subject;
        _last = time > _last || _last is null ? time ?? _last : _last;
        return ended;
    }

    /// <summary>That of the subject whose rows end here.</summary>
    public DateTimeOffset? End()
    {
        var ended = _last;
        _last = null;
        return ended;
    }
}

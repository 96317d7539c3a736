namespace Phr.EventLog;

/// <summary>
/// Walks the events in order of position and says of each whether it is where and what it should be. Pure: rows in,
/// faults out. One altered event gives one fault, for the walk goes on from what is stored.
/// </summary>
internal sealed class ChainWalk(EventOpener opener, KeyStore keys, FaultList faults) : IDisposable
{
    private readonly ChainHash _chain = new();
    private readonly HashSet<StreamId> _withoutKey = [];
    private byte[]? _previous = new byte[ChainHash.Bytes];
    private byte[]? _previousComputed;
    private DateTimeOffset _previousRecorded = DateTimeOffset.MinValue;

    public long Events { get; private set; }

    public long Streams { get; private set; }

    public long Position { get; private set; }

    public byte[]? Hash => _previous;

    public void Next(WalkedEvent e)
    {
        CheckDensity(e);
        var bodyHolds = CheckBody(e);
        CheckHash(e, bodyHolds);
        if (e.RecordedTime < _previousRecorded)
            faults.Add(e.Position, e.Stream, "The recorded time is before that of the event before.");
        if (e.Key is null)
            faults.Add(e.Position, e.Stream, "The stream is not registered.");
        if (e.ErasedAt < e.Position)
            faults.Add(e.Position, e.Stream, "The event is in a stream that had been erased.");
        (Position, _previousRecorded) = (e.Position, e.RecordedTime);
        Events++;
        Streams += e.Founds ? 1 : 0;
    }

    /// <summary>Compares a checkpoint with the event just walked.</summary>
    public void Check(Checkpoint checkpoint)
    {
        if (!keys.Verifies(checkpoint.SignedBytes(), checkpoint.Signature.Span))
            faults.Add(checkpoint.Position, null, "The checkpoint is not signed by this log's key.");
        else if (!checkpoint.Hash.Span.SequenceEqual(_previous) || checkpoint.Streams != Streams)
            faults.Add(checkpoint.Position, null, "The log is not what the checkpoint says it was.");
    }

    public void Dispose() => _chain.Dispose();

    private void CheckDensity(WalkedEvent e)
    {
        if (e.Position == Position + 1)
            return;
        var missing = e.Position - Position - 1;
        faults.Add(Position + 1, null, $"{missing} events are missing from here on.");
        // What the next event follows is gone with them.
        (_previous, _previousComputed) = (null, null);
    }

    private void CheckHash(WalkedEvent e, bool bodyHolds)
    {
        var computed = _previous is null ? e.Hash : e.HashAfter(_previous, _chain);
        if (!e.Hash.AsSpan().SequenceEqual(computed))
        {
            // The event before was found altered; if this one follows what that one should be, it is only that one's
            // hash.
            var afterComputed = _previousComputed is null ? null : e.HashAfter(_previousComputed, _chain);
            if (!e.Hash.AsSpan().SequenceEqual(afterComputed))
                faults.Add(e.Position, e.Stream, bodyHolds
                    ? "The header or the hash of the event was altered."
                    : "The body of the event does not fit its place: it, or its stream, sequence or type, was altered.");
            else
                computed = e.Hash;
        }
        _previousComputed = e.Hash.AsSpan().SequenceEqual(computed) ? null : computed;
        _previous = e.Hash;
    }

    // Without its key a body cannot be checked by itself; the chain covers it all the same.
    private bool CheckBody(WalkedEvent e)
    {
        if (e.Body.Length == 0 || e.ErasedAt is not null || e.Key is not { } key)
            return true;
        if (opener.OpenBody(e.Stream, e.Sequence, e.Type, e.Body, key).IsReadable)
            return true;
        if (keys.Holds(key))
            return false;
        if (_withoutKey.Count < VerificationReport.FaultsMax && _withoutKey.Add(e.Stream))
            faults.Add(e.Position, e.Stream, "The key of the stream is missing from the key store.");
        return true;
    }
}

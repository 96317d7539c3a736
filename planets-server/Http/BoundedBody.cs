namespace Phr.Planets.Http;

/// <summary>The body of an answer in memory. One that has no place in its budget is let go of at once, and its rest passes by.</summary>
public sealed class BoundedBody(AnswerBudget.Share? share) : MemoryStream
{
    /// <summary>One with a budget of its own.</summary>
    public BoundedBody(int bytesMax)
        : this(new AnswerBudget(bytesMax).NewShare())
    {
    }

    public bool IsOver => share?.IsOver == true;

    public ReadOnlyMemory<byte> WrittenMemory => GetBuffer().AsMemory(0, (int)Length);

    // Where a MemoryStream that is derived is written to in any other way but by single bytes, this is called.
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (share?.TryTake(count) != false)
            base.Write(buffer, offset, count);
        else
            Clear();
    }

    public override void WriteByte(byte value) => Write([value], 0, 1);

    private void Clear()
    {
        SetLength(0);
        Capacity = 0;
    }
}

namespace Phr.EventLog;

/// <summary>
/// One source's account of one person. Its number is the position of the event that founded it, so the log alone
/// tells which streams there are.
/// </summary>
public readonly record struct StreamId(long Value)
{
    public override string ToString() => Value.ToString();
}

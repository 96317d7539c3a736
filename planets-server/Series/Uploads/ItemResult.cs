namespace Phr.Planets.Series.Uploads;

/// <summary>What became of an item. Each item of a batch has exactly one.</summary>
public enum Outcome
{
    /// <summary>New, at least in part.</summary>
    Stored,
    /// <summary>Nothing new in it: sent again, or older than what is stored.</summary>
    Unchanged,
    /// <summary>Took the place of an earlier version, which the log keeps.</summary>
    Replaced,
    /// <summary>What it named holds no more; the log keeps it.</summary>
    Deleted,
    /// <summary>Nothing of it was taken; the remarks say why.</summary>
    Refused,
}

/// <summary>A remark on an item or on one of its samples.</summary>
/// <param name="Place">JSON pointer into the batch.</param>
public sealed record Remark(Reason Reason, string Place);

/// <summary>What became of the samples of an item: <see cref="In"/> is the sum of the others.</summary>
public readonly record struct SampleCounts(int Stored, int Unchanged, int Deleted, int Refused)
{
    public int In => Stored + Unchanged + Deleted + Refused;

    public static SampleCounts operator +(SampleCounts a, SampleCounts b) =>
        new(a.Stored + b.Stored, a.Unchanged + b.Unchanged, a.Deleted + b.Deleted, a.Refused + b.Refused);
}

/// <param name="Index">Place of the item in its batch, from 0.</param>
/// <param name="Remarks">Why refused or unchanged, and flags; at most <see cref="RemarksMax"/> of them.</param>
public sealed record ItemResult(
    int Index, string? ClientId, Outcome Outcome, SampleCounts Samples, IReadOnlyList<Remark> Remarks)
{
    /// <summary>Remarks listed for one item; the counts are complete in any case.</summary>
    public const int RemarksMax = 100;
}

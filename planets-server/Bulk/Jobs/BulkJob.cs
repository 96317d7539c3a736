namespace Phr.Planets.Bulk.Jobs;

/// <summary>An export or import as it stands.</summary>
/// <param name="Kind">export or import.</param>
/// <param name="Request">Sealed.</param>
/// <param name="Position">Of the log, at which an export reads.</param>
/// <param name="TransactionTime">When that position was recorded.</param>
/// <param name="State">receiving, waiting, running, done, failed, cancelled; of an export erased, where a stream that it has lines of
/// was since.</param>
/// <param name="Progress">JSON: where it goes on.</param>
/// <param name="Attempt">How often somebody took it up.</param>
/// <param name="Expires">Of a job that ended.</param>
public sealed record BulkJob(
    Guid Id, string Kind, ReadOnlyMemory<byte> Request, long Position, DateTimeOffset TransactionTime, string State, string Progress,
    int Attempt, DateTimeOffset? Expires)
{
    public const string Export = "export";
    public const string Import = "import";

    public IReadOnlyList<BulkFile> Files { get; init; } = [];
}

/// <summary>A file of a job.</summary>
/// <param name="Kind">input, output, deleted or error.</param>
/// <param name="Type">Resource type of its lines; of an input its name.</param>
/// <param name="Attempt">Of whom wrote it: no one else adds to it.</param>
/// <param name="Bytes">How much of it counts.</param>
public sealed record BulkFile(int Number, string Kind, string Type, int Attempt, long Lines, long Bytes);

/// <summary>A job that is asked for.</summary>
/// <param name="Requester">Digest of who asks.</param>
/// <param name="Request">Sealed.</param>
/// <param name="State">waiting; receiving while its input still comes in.</param>
public sealed record NewJob(Guid Id, string Kind, string Requester, ReadOnlyMemory<byte> Request, string State);

/// <summary>What one step of a job came to; committed as a whole.</summary>
/// <param name="Files">New, or longer than before.</param>
public sealed record BulkStep(string Progress, IReadOnlyList<BulkFile> Files, bool IsDone)
{
    /// <summary>Of an export the streams that it added lines of.</summary>
    public long[] Streams { get; init; } = [];
}

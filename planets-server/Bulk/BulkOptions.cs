using System.ComponentModel.DataAnnotations;

namespace Phr.Planets.Bulk;

/// <summary>Limits of exports and imports; configuration section <c>Bulk</c>.</summary>
public sealed record BulkOptions
{
    /// <summary>Jobs that one client may have that have not ended; beyond it 429.</summary>
    [Range(1, 1_000)] public int JobsOfClientMax { get; init; } = 2;

    /// <summary>Jobs of all clients that have not ended; beyond it 429.</summary>
    [Range(1, 10_000)] public int JobsMax { get; init; } = 50;

    /// <summary>Jobs that one process works on at a time.</summary>
    [Range(1, 16)] public int WorkersMax { get; init; } = 2;

    /// <summary>How long a job that ended and its files are kept, in hours.</summary>
    [Range(1, 24 * 30)] public int KeptHours { get; init; } = 24;

    /// <summary>Seconds after which another worker takes up a job whose worker shows no sign of life.</summary>
    [Range(5, 3_600)] public int LeaseSeconds { get; init; } = 60;

    /// <summary>Bytes that one import may bring, unpacked.</summary>
    [Range(1 << 10, 1L << 40)] public long ImportBytesMax { get; init; } = 8L << 30;

    /// <summary>Folder that <c>file:</c> inputs of an import come from; unset: <c>import</c> in the data folder.</summary>
    public string? ImportFolder { get; init; }
}

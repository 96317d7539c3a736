using System.ComponentModel.DataAnnotations;

namespace Phr.Mobile;

/// <summary>What a site may set, section <c>Mobile</c> (environment <c>Mobile__…</c>).</summary>
internal sealed record MobileOptions
{
    /// <summary>Requests of one person in a minute; beyond it 429.</summary>
    [Range(10, 100_000)] public int RequestsPerMinute { get; init; } = 600;

    /// <summary>Uploads of readings of one person in a minute; beyond it 429. A month of a watch is a few dozen batches.</summary>
    [Range(1, 10_000)] public int UploadsPerMinute { get; init; } = 120;

    /// <summary>Seconds that another service has for its answer. The model waits up to 5 for a position that was asked for.</summary>
    [Range(6, 110)] public int UpstreamSeconds { get; init; } = 20;

    /// <summary>Client id under which the reference web app is registered with the provider.</summary>
    [Required] public string AppClient { get; init; } = "phone";
}

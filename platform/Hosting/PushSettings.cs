using System.ComponentModel.DataAnnotations;

namespace Phr.Platform.Hosting;

/// <summary>
/// Where notifications may be sent, and how long a receiver that does not answer is tried. Nothing is allowed unless it
/// is named.
/// </summary>
public sealed record PushSettings
{
    /// <summary>
    /// Hosts of receivers: <c>hooks.example.jp</c>, <c>*.example.jp</c> for all below it, <c>*</c> for any.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>
    /// Whether a receiver may have an address of this machine or of a private network (RFC 1918, RFC 4193, loopback,
    /// link-local), and whether plain http is enough there.
    /// </summary>
    public bool AllowPrivate { get; init; }

    /// <summary>
    /// Seconds from the first failure to the second attempt; each further wait is twice the one before.
    /// </summary>
    [Range(0.01, 600)] public double FirstRetrySeconds { get; init; } = 1;

    /// <summary>Longest wait between two attempts, in seconds.</summary>
    [Range(0.01, 86_400)] public double RetrySecondsMax { get; init; } = 600;

    /// <summary>Attempts in a row after which a receiver is given up, until its owner asks for it again.</summary>
    [Range(1, 1_000)] public int FailuresMax { get; init; } = 14;

    /// <summary>Seconds for which it is believed that a subscriber's client and account still hold.</summary>
    [Range(0, 3_600)] public double StandingSecondsMax { get; init; } = 30;
}

using System.ComponentModel.DataAnnotations;

namespace Phr.Consent;

/// <summary>Configuration section <c>Consent</c>.</summary>
public sealed class ConsentOptions
{
    /// <summary>Failed sign-ins in a row after which an account is locked.</summary>
    [Range(3, 20)] public int FailedSignInsMax { get; set; } = 5;

    /// <summary>How long it is locked, in minutes.</summary>
    [Range(1, 1440)] public int LockoutMinutes { get; set; } = 15;

    /// <summary>Sign-ins and registrations a minute from one address; beyond it 429.</summary>
    [Range(1, 10_000)] public int SignInsPerMinute { get; set; } = 60;

    /// <summary>Requests a minute to the token endpoint and its neighbours from one address; beyond it 429.</summary>
    [Range(1, 1_000_000)] public int TokenRequestsPerMinute { get; set; } = 1200;

    /// <summary>Whether people make accounts for themselves. Otherwise an operator makes them.</summary>
    public bool SelfRegistration { get; set; } = true;

    /// <summary>Seconds between two readings of the accesses that planets-server recorded.</summary>
    [Range(1, 3600)] public int AccessLogSeconds { get; set; } = 5;
}

using Phr.Platform;

namespace Phr.Planets.Record.Writing;

/// <summary>
/// Types that are no entries of the record: who is told of it, and who looked at it. They have slices of their own and
/// no versions in the log.
/// </summary>
public static class KeptElsewhere
{
    public static bool IsOne(string type) => type is "Subscription" or "AuditEvent";

    /// <summary>Why the record does not take one; null of all other types.</summary>
    public static Refusal? Refuses(string type) => type switch
    {
        "Subscription" =>
            new Refusal(RefusalKind.Unprocessable, "A Subscription is written by itself, not in a Bundle.",
            "Subscription", "not-supported"),
        "AuditEvent" => new Refusal(RefusalKind.Unprocessable, "AuditEvents are written by this server alone.",
            "AuditEvent", "not-supported"),
        _ => null,
    };
}

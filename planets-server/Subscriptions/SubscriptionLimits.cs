namespace Phr.Planets.Subscriptions;

/// <summary>
/// Bounds of subscriptions and of what they send. What is over one is refused where the subscription is made.
/// </summary>
public static class SubscriptionLimits
{
    /// <summary>Subscriptions of one owner.</summary>
    public const int OwnedMax = 50;

    /// <summary>Bytes of the resource.</summary>
    public const int BytesMax = 64 << 10;

    /// <summary>Characters of the criteria or of one filter.</summary>
    public const int CriteriaCharactersMax = 4_000;

    public const int FiltersMax = 10;

    public const int HeadersMax = 10;

    /// <summary>Characters of one header, name and value.</summary>
    public const int HeaderCharactersMax = 2_000;

    /// <summary>Characters of the secret that notifications are signed with.</summary>
    public const int SecretCharactersMin = 32;

    public const int SecretCharactersMax = 256;

    /// <summary>Events of one notification, and of one page of <c>$events</c>.</summary>
    public const int EventsMax = 100;

    public const int EventsDefault = 20;

    /// <summary>Seconds a receiver has to answer.</summary>
    public const int TimeoutSecondsMax = 30;

    public const int TimeoutSecondsDefault = 10;

    public const int HeartbeatSecondsMin = 5;

    public const int HeartbeatSecondsMax = 86_400;

    /// <summary>Numbers that <c>$events</c> still knows: the newest of each subscription.</summary>
    public const long EventsKeptMax = 100_000;

    /// <summary>Bytes of resources in one notification. One that is larger by itself is sent as a reference.</summary>
    public const int ResourceBytesMax = 2 << 20;
}

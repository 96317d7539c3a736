using System.Text.Json;
using Phr.Platform.Identity;

namespace Phr.Planets.Subscriptions;

/// <summary>Whose a subscription is.</summary>
internal static class SubscriptionOwners
{
    /// <summary>The same account through the same client, whatever token it comes with. Stored.</summary>
    public static string SubscriptionOwner(this Caller caller) => JsonSerializer.Serialize(
        new[] { caller.Role.ToString(), caller.Organisation ?? caller.Patient, caller.Client, caller.Subject });
}

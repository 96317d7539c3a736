using System.Text.Json;
using Phr.Platform.Identity;

namespace Phr.Planets.Subscriptions;

/// <summary>
/// With whose rights a subscription is delivered: those of the caller who made it or last changed it, as they stand at
/// each delivery.
/// </summary>
/// <param name="Scopes">Resource scopes of the token that it was asked for with.</param>
public sealed record Subscriber(
    string Subject, string Client, CallerRole Role, string? Organisation, string? Patient, IReadOnlyList<string> Scopes)
{
    public static Subscriber Of(Caller caller) =>
        new(caller.Subject, caller.Client, caller.Role, caller.Organisation, caller.Patient, caller.Scopes);

    /// <summary>Who may read and change the subscription: the same account through the same client.</summary>
    public string Owner => JsonSerializer.Serialize(new[] { Role.ToString(), Organisation
        ?? Patient, Client, Subject });

    /// <summary>The caller as whom versions are read and accesses recorded.</summary>
    public Caller ToCaller(IReadOnlyList<string> scopes) =>
        new(Subject, Client, Role, Organisation, Patient, scopes, DateTimeOffset.MaxValue);
}

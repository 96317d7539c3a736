using System.Security.Cryptography;
using System.Text;
using Phr.Platform.Identity;

namespace Phr.Planets.Access;

/// <summary>
/// Who asked for something that goes on after their token has run out: a bulk job, a subscription. Part of stored formats: fields are only
/// added.
/// </summary>
/// <param name="Scopes">Resource scopes of the token that it was asked for with.</param>
public sealed record Requester(
    string Subject, string Client, CallerRole Role, string? Organisation, string? Patient, IReadOnlyList<string> Scopes)
{
    public static Requester Of(Caller caller) =>
        new(caller.Subject, caller.Client, caller.Role, caller.Organisation, caller.Patient, caller.Scopes);

    /// <summary>The caller with whose rights is read, and as whom accesses are recorded.</summary>
    public Caller ToCaller() => new(Subject, Client, Role, Organisation, Patient, Scopes, DateTimeOffset.MaxValue);

    /// <summary>The same for every token of the same client, account, organisation and person, and for nobody else's.</summary>
    public static string BearerOf(Caller caller) =>
        $"{caller.Role}\n{caller.Subject}\n{caller.Client}\n{caller.Organisation}\n{caller.Patient}";

    /// <summary>SHA-256 of <see cref="BearerOf"/>, in lower-case hexadecimal digits.</summary>
    public static string DigestOf(Caller caller) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(BearerOf(caller))));
}

using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Phr.Platform;

namespace Phr.Consent.Accounts;

/// <summary>
/// A registration between its two pages, sealed and carried by the browser: nothing is stored before the person has shown that
/// the authenticator works, so that a closed window leaves no half account and no login name taken.
/// </summary>
public sealed class RegistrationState(SecretSeal seal, TimeProvider clock)
{
    private const string Purpose = "registration";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    public string Seal(AccountDraft draft)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(new Content(draft, clock.GetUtcNow() + Lifetime));
        return WebEncoders.Base64UrlEncode(seal.Seal(content, Purpose));
    }

    /// <summary>The draft, with its secret; null when the text is not ours or is too old.</summary>
    public AccountDraft? Open(string text)
    {
        try
        {
            if (seal.Open(WebEncoders.Base64UrlDecode(text), Purpose) is not { } opened)
                return null;
            var content = JsonSerializer.Deserialize<Content>(opened)!;
            return content.Until > clock.GetUtcNow() ? content.Draft : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private sealed record Content(AccountDraft Draft, DateTimeOffset Until);
}

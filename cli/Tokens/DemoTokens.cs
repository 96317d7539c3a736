using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Phr.Consent.Accounts;
using Phr.Consent.Provider;
using Phr.Platform.Hosting;

namespace Phr.Cli.Tokens;

/// <summary>
/// Bearer tokens of the demonstration's people and systems, by the flows that real ones use. A token is kept in the data folder and
/// given again while an hour is left of it: signing in costs a password hash, and an authenticator's code is taken once.
/// </summary>
internal sealed class DemoTokens(PlatformSettings settings, DemoFiles files, TimeProvider clock)
{
    /// <summary>A token is good for at least this long when it is given.</summary>
    public static readonly TimeSpan LifeMin = TimeSpan.FromHours(1);

    private const string PatientScope = "openid fhirUser launch/patient patient/*.cruds";
    private const string UserScope = "openid fhirUser user/*.cruds";

    // Somebody else may have signed in with the code of this moment. Fewer than lock the account.
    private const int SignInsMax = 3;

    private static readonly TimeSpan NextCode = TimeSpan.FromSeconds(Totp.StepSeconds);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <exception cref="CommandException">Nobody is called so, or the sign-in failed.</exception>
    public async Task<string> For(string who, CancellationToken ct)
    {
        if (Kept(who) is { } kept)
            return kept;
        using var turn = await Turn(who, ct);
        var token = Kept(who) ?? await New(who, ct);
        OwnerFile.Write(files.TokenFile(who), JsonSerializer.Serialize(token));
        return token;
    }

    /// <summary>A token that nobody had before.</summary>
    /// <exception cref="CommandException">Nobody is called so, or the sign-in failed.</exception>
    public async Task<string> New(string who, CancellationToken ct)
    {
        return who switch
        {
            "system" => await ByKey(PlatformClients.Operator, ct),
            "hospital:a" or "hospital:b" or "hospital:c" => await ByKey(who.Replace(':', '-'), ct),
            "clinician:a" or "researcher" => await BySignIn(who, UserScope, ct),
            _ when who.StartsWith("patient:", StringComparison.Ordinal) => await BySignIn(who, PatientScope, ct),
            _ => throw new CommandException(
                $"nobody is called {who}. There are patient:1, patient:2, hospital:a, hospital:b, hospital:c, clinician:a, researcher, system."),
        };
    }

    // One sign-in at a time for each of them, over all processes: the others find the token that it kept.
    private async Task<IDisposable> Turn(string who, CancellationToken ct)
    {
        var file = files.TokenFile(who) + ".lock";
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(file))
            {
                await Task.Delay(LookAgain, clock, ct);
            }
        }
    }

    private string? Kept(string who)
    {
        if (!File.Exists(files.TokenFile(who)) || JsonSerializer.Deserialize<string>(File.ReadAllText(files.TokenFile(who))) is not { } kept)
            return null;
        var token = new JsonWebToken(kept);
        // After a move to other ports it is of another issuer.
        var isOurs = token.Issuer == settings.Urls.Issuer.AbsoluteUri && token.Audiences.Contains(settings.Urls.Fhir.AbsoluteUri);
        return isOurs && token.ValidTo > (clock.GetUtcNow() + LifeMin).UtcDateTime ? kept : null;
    }

    private async Task<string> ByKey(string client, CancellationToken ct)
    {
        using var key = files.HospitalKey(client);
        using var tokens = new DemoAccounts(settings, files).Tokens(key);
        return await tokens.Token(ct);
    }

    private async Task<string> BySignIn(string who, string scope, CancellationToken ct)
    {
        var credentials = files.Account(who)
            ?? throw new CommandException($"{who} has no account here: the platform is not in its demonstration mode, or has no such person.");
        var app = new App(DemoAccounts.AppId, SignInFlow.NowhereUri, settings.Urls.Issuer, settings.Urls.Fhir);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await SignInFlow.Run(app, credentials, scope, clock, ct)).AccessToken;
            }
            catch (CodeUsedException e) when (attempt == SignInsMax)
            {
                throw new CommandException(e.Message);
            }
            catch (CodeUsedException)
            {
                await Task.Delay(NextCode, clock, ct);
            }
        }
    }
}

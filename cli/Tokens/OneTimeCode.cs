using System.CommandLine;
using Phr.Cli.Host;
using Phr.Consent.Accounts;

namespace Phr.Cli.Tokens;

/// <summary><c>phr code --as WHO</c>: what the authenticator app of one of the demonstration's people shows, for a
/// sign-in by hand.</summary>
internal static class OneTimeCode
{
    public static Command Verb()
    {
        var who = new Option<string>("--as") { Required = true, HelpName = "WHO", Description = "patient:1, patient:2, clinician:a or researcher." };
        var verb = new Command("code", "Prints what one of the demonstration's people signs in with.") { who, SharedOptions.Data };
        verb.SetAction(parsed => Print(parsed.GetValue(who)!, DataFolder.Choose(parsed.GetValue(SharedOptions.Data))));
        return verb;
    }

    private static int Print(string who, DataFolder folder)
    {
        var account = new DemoFiles(folder.Path).Account(who) ?? throw new CommandException($"{who} has no account in {folder.Path}.");
        Console.WriteLine($"{account.Login}\n{account.Password}\n{Totp.Code(Totp.FromBase32(account.TotpSecret), DateTimeOffset.UtcNow)}");
        return 0;
    }
}

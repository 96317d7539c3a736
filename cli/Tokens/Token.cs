using System.CommandLine;
using Phr.Cli.Host;

namespace Phr.Cli.Tokens;

/// <summary><c>phr token --as WHO</c>: a bearer token of the running demonstration, good for an hour or more.</summary>
internal static class Token
{
    public static Command Verb()
    {
        var who = new Option<string>("--as")
        {
            Required = true, HelpName = "WHO",
            Description = "patient:1, patient:2, hospital:a, hospital:b, hospital:c, clinician:a, researcher or system.",
        };
        var verb = new Command("token", "Prints a bearer token of the running platform.") { who, SharedOptions.Data };
        verb.SetAction((parsed, ct) => Run(parsed.GetValue(who)!, DataFolder.Choose(parsed.GetValue(SharedOptions.Data)), ct));
        return verb;
    }

    private static async Task<int> Run(string who, DataFolder folder, CancellationToken ct)
    {
        var record = RunRecord.RunningDemonstration(folder);
        Console.WriteLine(await new DemoTokens(record.Settings(folder), new DemoFiles(folder.Path), TimeProvider.System).For(who, ct));
        return 0;
    }
}

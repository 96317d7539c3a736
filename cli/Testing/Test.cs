using System.CommandLine;
using Phr.Cli.Setup;

namespace Phr.Cli.Testing;

/// <summary><c>phr test [FILTER]</c>: all set-up, then every test. The last line is <c>N passed, N failed, N skipped</c>.</summary>
internal static class Test
{
    public static Command Verb()
    {
        var filter = new Argument<string?>("FILTER")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "Part of a test's full name (Phr.Tests.Hosting), or an expression of dotnet test --filter.",
        };
        var verb = new Command("test", "Sets up what is missing, builds, and runs the tests.") { filter };
        verb.SetAction((parsed, ct) => Run(parsed.GetValue(filter), ct));
        return verb;
    }

    private static async Task<int> Run(string? filter, CancellationToken ct)
    {
        await Needs.Postgres(ct);
        await Optional(Needs.RabbitMq, ct);
        await Optional(Needs.Chromium, ct);
        await TestRun.Build(ct);
        var results = await TestRun.Run(filter, ct);
        return TestReport.Print(results, filter, Console.Out, Console.Error);
    }

    private static async Task Optional(Func<CancellationToken, Task> need, CancellationToken ct)
    {
        try
        {
            await need(ct);
        }
        catch (CommandException missing)
        {
            await Console.Error.WriteLineAsync($"phr: {missing.Message} (tests that need it are skipped)");
        }
    }
}

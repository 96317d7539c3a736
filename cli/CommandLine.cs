using System.CommandLine;
using Phr.EventLog;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;

namespace Phr.Cli;

/// <summary>A command cannot do what it was asked; the message is one sentence for the person who asked.</summary>
internal sealed class CommandException(string message) : Exception(message);

/// <summary>The outermost edge of the command line: whatever goes wrong becomes one clear line on standard error.</summary>
internal static class CommandLine
{
    private const int Failed = 1;
    private const int Misused = 2;
    private const int Interrupted = 130;

    // From Ctrl-C or SIGTERM to the end of the process, whatever it is at: requests in flight finish, the database checkpoints.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(120);

    // Set to any value, it shows where a fault came from.
    private const string TraceVariable = "PHR_TRACE";

    /// <returns>The exit status: 0, or the verb's own, 1 for a failure, 2 for a command line that makes no sense.</returns>
    public static async Task<int> Run(RootCommand phr, string[] args, CancellationToken ct)
    {
        var parsed = phr.Parse(args);
        if (parsed.Errors.Count > 0)
            return Say($"{parsed.Errors[0].Message} ./phr --help lists the commands.", Misused);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopPatience,
            }, ct);
        }
        catch (OperationCanceledException)
        {
            return Say("interrupted.", Interrupted);
        }
        catch (Exception said) when (said is CommandException or ProcessException or MigrationException or KeyStoreException)
        {
            return Say(said.Message, Failed);
        }
        catch (Exception fault)
        {
            if (Environment.GetEnvironmentVariable(TraceVariable) is not null)
                await Console.Error.WriteLineAsync(FaultText.Of(fault));
            return Say($"{fault.Message} ({fault.GetType().Name}; {TraceVariable}=1 shows where)", Failed);
        }
    }

    private static int Say(string reason, int status)
    {
        Console.Error.WriteLine($"phr: {reason.ReplaceLineEndings(" ").Trim()}");
        return status;
    }
}

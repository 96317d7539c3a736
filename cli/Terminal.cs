using Spectre.Console;

namespace Phr.Cli;

/// <summary>What a command shows while it works: on standard error, so that standard output holds only its answer.</summary>
internal static class Terminal
{
    public static IAnsiConsole Error { get; } = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
        Ansi = Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        ColorSystem = Console.IsErrorRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
    });

    /// <summary>Runs work behind one line that says what it is at; without a terminal the line is not shown.</summary>
    public static Task<T> Status<T>(Func<Action<string>, CancellationToken, Task<T>> work, CancellationToken ct) =>
        Error.Status().StartAsync("…", status => work(text => status.Status(Markup.Escape(text)), ct));
}

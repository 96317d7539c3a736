using System.Diagnostics;

namespace Phr.Cli.Testing;

/// <summary>
/// Reads what the runner prints and says how far it is: on a terminal one line that moves, elsewhere a line every few seconds. What a
/// failed test says is passed on as it comes.
/// </summary>
internal sealed class TestProgress(TextWriter output, bool moving)
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(15);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _lastLine;
    private int _passed, _failed, _skipped;
    private bool _insideFailure;

    public void Read(string line)
    {
        switch (line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            case ["Passed", ..] when IsResult(line):
                Count(ref _passed);
                break;
            case ["Skipped", ..] when IsResult(line):
                Count(ref _skipped);
                break;
            case ["Failed", ..] when IsResult(line):
                Count(ref _failed);
                _insideFailure = true;
                break;
            case ["[xUnit.net", ..] or ["Test", "Run", ..]:
                _insideFailure = false;
                break;
        }
        if (_insideFailure)
            Say(line);
    }

    public void Close()
    {
        if (moving)
            output.Write("\r\u001b[K");
    }

    // "  Passed Phr.Tests.Hosting.LogSinkTest.Name [6 ms]"
    private static bool IsResult(string line) => line.StartsWith("  ", StringComparison.Ordinal) && line.EndsWith(']');

    private void Count(ref int outcome)
    {
        outcome++;
        _insideFailure = false;
        if (moving)
            output.Write($"\r\u001b[K{Counts}");
        else if (_clock.Elapsed - _lastLine >= LineInterval)
        {
            _lastLine = _clock.Elapsed;
            output.WriteLine(Counts);
        }
    }

    private string Counts => $"{_clock.Elapsed:mm\\:ss}  passed {_passed}, failed {_failed}, skipped {_skipped}";

    private void Say(string line) => output.WriteLine(moving ? $"\r\u001b[K{line}" : line);
}

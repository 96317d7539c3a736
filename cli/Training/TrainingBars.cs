using Phr.Model.Runs;
using Spectre.Console;

namespace Phr.Cli.Training;

/// <summary>A bar on standard error for each part of a run.</summary>
internal static class TrainingBars
{
    public static Task<T> Show<T>(Func<IProgress<TrainingProgress>, CancellationToken, Task<T>> run, CancellationToken ct) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }).Progress()
        .StartAsync(bars =>
        {
            var parts = new Dictionary<string, ProgressTask>();
            return run(new Synchronous(step =>
            {
                if (!parts.TryGetValue(step.Part, out var bar))
                    parts[step.Part] = bar = bars.AddTask(step.Part);
                // Nobody knows how many people a data set holds before it was read.
                bar.IsIndeterminate = step.Of == 0;
                bar.MaxValue = Math.Max(1, step.Of);
                bar.Value = step.Done;
            }), ct);
        });

    /// <summary>Reports at once, in order: bars must not run back.</summary>
    private sealed class Synchronous(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        private readonly Lock _gate = new();

        public void Report(TrainingProgress value)
        {
            lock (_gate)
                report(value);
        }
    }
}

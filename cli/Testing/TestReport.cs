namespace Phr.Cli.Testing;

/// <summary>What is left to say when all tests have ended.</summary>
internal static class TestReport
{
    private const int SlowestShown = 5;

    /// <returns>Exit status: 0 where at least one test ran and none failed.</returns>
    public static int Print(IReadOnlyList<TestResult> results, string? filter, TextWriter output, TextWriter error)
    {
        var skipped = results.Where(result => result.Outcome == "NotExecuted").ToList();
        var failed = results.Where(result => result.Outcome is not ("Passed" or "NotExecuted")).ToList();
        foreach (var reason in skipped.GroupBy(test => FirstLine(test.Message)).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"skipped: {reason.Key}");
            foreach (var name in reason.Select(test => test.Name).Order(StringComparer.Ordinal))
                output.WriteLine($"  {name}");
        }
        foreach (var test in failed)
            output.WriteLine($"{test.Outcome.ToLowerInvariant()}: {test.Name}: {FirstLine(test.Message)}");
        foreach (var test in results.OrderByDescending(test => test.Duration).Take(SlowestShown))
            error.WriteLine($"slowest: {test.Duration.TotalSeconds,6:0.0} s  {test.Name}");
        if (results.Count == 0)
            error.WriteLine(filter is null ? "phr: no test was run." : $"phr: no test was run; FILTER was {filter}.");
        output.WriteLine($"{results.Count - failed.Count - skipped.Count} passed, {failed.Count} failed, {skipped.Count} skipped");
        return failed.Count == 0 && results.Count > skipped.Count ? 0 : 1;
    }

    private static string FirstLine(string? text) =>
        text?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "no reason given";
}

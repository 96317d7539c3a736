using Phr.Cli.Testing;

namespace Phr.Tests.Cli;

/// <summary>CI reads the last line and the exit status of <c>phr test</c>.</summary>
public sealed class TestReportTest
{
    private static readonly TestResult Passed = new("A.Holds", "Passed", null, TimeSpan.Zero);
    private static readonly TestResult Skipped = new("A.Needs_more", "NotExecuted", "no data\n at x", TimeSpan.Zero);

    [Theory]
    [InlineData("Passed NotExecuted", 0, "1 passed, 0 failed, 1 skipped")]
    [InlineData("Passed Failed", 1, "1 passed, 1 failed, 0 skipped")]
    [InlineData("Passed Aborted", 1, "1 passed, 1 failed, 0 skipped")]
    [InlineData("NotExecuted", 1, "0 passed, 0 failed, 1 skipped")]
    [InlineData("", 1, "0 passed, 0 failed, 0 skipped")]
    public void The_last_line_counts_and_the_status_says_whether_all_is_well(string outcomes, int status, string lastLine)
    {
        var results = outcomes.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(outcome => new TestResult("A.Holds", outcome, null, TimeSpan.Zero));
        var output = new StringWriter();

        Assert.Equal(status, TestReport.Print([.. results], filter: null, output, TextWriter.Null));

        Assert.Equal(lastLine, output.ToString().TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public void A_skipped_test_is_named_with_its_reason()
    {
        var output = new StringWriter();
        TestReport.Print([Passed, Skipped], filter: null, output, TextWriter.Null);
        Assert.Contains("skipped: no data\n  A.Needs_more\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_is_passed_on_as_it_comes_and_what_passed_is_only_counted()
    {
        var output = new StringWriter();
        var progress = new TestProgress(output, moving: false);
        string[] failure = ["  Failed A.Breaks [1 s]", "  Error Message:", "   Expected 1"];

        foreach (var line in (string[])["  Passed A.Holds [6 ms]", .. failure, "[xUnit.net 0] x", "  Passed A.Stands [6 ms]"])
            progress.Read(line);

        Assert.Equal(failure, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}

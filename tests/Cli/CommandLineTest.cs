using Phr.Tests.Support;

namespace Phr.Tests.Cli;

/// <summary>The command as a process, as scripts see it.</summary>
public sealed class CommandLineTest
{
    [Fact]
    public async Task A_command_line_that_makes_no_sense_gets_one_line_and_status_2()
    {
        var (status, output, error) = await PhrCommand.Run("no-such-verb");

        Assert.Equal(2, status);
        Assert.Empty(output);
        Assert.StartsWith("phr: ", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_is_no_error()
    {
        var (status, output, error) = await PhrCommand.Run("test", "--help");

        Assert.Equal(0, status);
        Assert.Contains("FILTER", output, StringComparison.Ordinal);
        Assert.Empty(error);
    }

    [Fact]
    public async Task An_expression_is_evaluated_on_a_file_or_on_lines()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"resourceType":"Patient","name":[{"family":"山田"}]}""");

        var one = await PhrCommand.Run("fhirpath", file, "name.family");
        var wrong = await PhrCommand.Run("fhirpath", file, "name.(");
        var neither = await PhrCommand.Run("fhirpath", file);
        var lines = await PhrCommand.RunWithInput(
            """
            {"resource":{"resourceType":"Patient","active":true},"expr":"active"}
            no json

            """, "fhirpath", "--lines");
        File.Delete(file);

        Assert.Equal((0, "[\"山田\"]\n", ""), one);
        Assert.Equal(1, wrong.Status);
        Assert.Single(wrong.Error.Trim().Split('\n'));
        Assert.Equal(2, neither.Status);
        Assert.Equal(0, lines.Status);
        var answers = lines.Output.TrimEnd().Split('\n');
        Assert.Equal("""{"result":[true]}""", answers[0]);
        Assert.StartsWith("""{"error":""", answers[1], StringComparison.Ordinal);
    }
}

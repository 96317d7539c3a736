using Phr.Tests.Support;

namespace Phr.Tests.Cli;

/// <summary>What <c>phr train</c> cannot do gets one line that says why.</summary>
public sealed class TrainTest
{
    [Theory]
    [InlineData("are of --meds", "--outcomes", "5")]
    [InlineData("are of --meds", "--followed", "1")]
    [InlineData("are of simulated people", "--meds", "none", "--people", "200")]
    [InlineData("are of simulated people", "--meds", "none", "--knowable", "20")]
    [InlineData("There is no file or folder none", "--meds", "none", "--tiny")]
    [InlineData("outcomes lies between", "--meds", "none", "--outcomes", "0")]
    [InlineData("followed lies above 0", "--meds", "none", "--followed", "0")]
    [InlineData("size is tiny, small or base", "--meds", "none", "--size", "huge")]
    [InlineData("name begins with a letter or digit", "--meds", "none", "--name", "..")]
    [InlineData("name begins with a letter or digit", "--name", "..")]
    public async Task A_run_that_makes_no_sense_is_refused(string says, params string[] options)
    {
        var (status, output, error) = await PhrCommand.Run(["train", .. options]);

        Assert.Equal((1, ""), (status, output));
        Assert.Contains(says, Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }
}

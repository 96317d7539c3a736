using Phr.Model.People;

namespace Phr.Tests.Model.Service;

public sealed class WaitingLineTest
{
    [Fact]
    public async Task Nothing_waits_twice_and_what_was_taken_waits_again()
    {
        var line = new WaitingLine<string>(10);
        Assert.True(line.Add("a") && line.Add("a") && line.Add("b"));

        Assert.Equal("a", await line.Take(default));
        Assert.True(line.Add("a"));

        Assert.Equal(["b", "a"], [await line.Take(default), await line.Take(default)]);
    }

    [Fact]
    public void As_many_wait_as_may_and_one_more_is_refused()
    {
        var line = new WaitingLine<int>(2);

        Assert.True(line.Add(1) && line.Add(2));
        Assert.False(line.Add(3));
        Assert.True(line.Add(2));
    }
}

using Phr.Planets.Http;

namespace Phr.Tests.Record;

/// <summary>What holds answers that are told in another form.</summary>
public sealed class BoundedBodyTest
{
    [Fact]
    public void An_answer_up_to_the_limit_is_held_and_of_one_beyond_it_nothing()
    {
        using var held = new BoundedBody(4);
        held.Write([1, 2, 3]);
        held.WriteByte(4);
        Assert.Equal((false, 4L), (held.IsOver, held.Length));

        held.WriteByte(5);

        Assert.Equal((true, 0L), (held.IsOver, held.Length));
    }
}

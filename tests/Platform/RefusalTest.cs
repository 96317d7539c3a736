using Phr.Platform;

namespace Phr.Tests.Platform;

public sealed class RefusalTest
{
    [Fact]
    public void A_refusal_has_the_status_of_its_kind() =>
        Assert.Equal(412, new Refusal(RefusalKind.PreconditionFailed, "The version is not the current one.").Status);
}

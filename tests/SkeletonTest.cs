namespace Phr.Tests;

public sealed class SkeletonTest
{
    [Fact]
    public void A_refusal_has_the_status_of_its_kind() =>
        Assert.Equal(412, new Platform.Refusal(Platform.RefusalKind.PreconditionFailed, "The version is not the current one.").Status);
}

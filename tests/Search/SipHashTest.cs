using Phr.Planets.Search;

namespace Phr.Tests.Search;

public sealed class SipHashTest
{
    /// <summary>Reference vectors of the SipHash paper and its C implementation: key 00 01 … 0f, message 00 01 … (length - 1).</summary>
    [Theory]
    [InlineData(0, 0x726fdb47dd0e0e31)]
    [InlineData(1, 0x74f839c593dc67fd)]
    [InlineData(8, 0x93f5f5799a932462)]
    [InlineData(15, 0xa129ca6149be45e5)]
    public void Its_values_are_those_of_the_paper(int length, ulong expected)
    {
        byte[] key = [.. Enumerable.Range(0, SipHash.KeyBytes).Select(i => (byte)i)];
        byte[] message = [.. Enumerable.Range(0, length).Select(i => (byte)i)];

        Assert.Equal(expected, new SipHash(key).Of(message));
    }

    [Fact]
    public void A_reference_key_is_the_target_xor_the_key_of_its_parameter()
    {
        var keys = new TokenKeys(new byte[16]);
        var self = keys.Self("Patient", "p1");

        Assert.Equal(keys.Reference("subject", self), self ^ keys.ReferenceKey("subject"));
    }

    [Fact]
    public void Parts_of_a_key_do_not_run_into_each_other()
    {
        var keys = new TokenKeys(new byte[16]);

        Assert.NotEqual(keys.Token("code", "ab", "c"), keys.Token("code", "a", "bc"));
        Assert.NotEqual(keys.Token("code", "", "c"), keys.Code("code", "c"));
    }
}

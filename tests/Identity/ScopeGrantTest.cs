using Phr.Consent.Clients;

namespace Phr.Tests.Identity;

public sealed class ScopeGrantTest
{
    private const string Phone = "openid fhirUser launch/patient offline_access patient/*.cruds user/*.rs";

    [Theory]
    [InlineData("patient/Observation.rs user/Observation.rs launch/patient", "patient", "patient/Observation.rs user/Observation.rs launch/patient")]
    [InlineData("patient/Observation.rs user/Observation.rs launch/patient", "clinician", "user/Observation.rs")]
    [InlineData("patient/Observation.rs user/Observation.rs", "researcher", "user/Observation.rs")]
    [InlineData("patient/Observation.rs user/Observation.rs system/Observation.rs openid", "hospital", "")]
    [InlineData("patient/Observation.rs system/Observation.rs", null, "patient/Observation.rs")]
    [InlineData("user/Observation.cruds", "patient", "")]
    [InlineData("openid openid", "patient", "openid")]
    [InlineData("fhirUser offline_access launch/patient", "patient", "")]
    [InlineData("patient/Foo.rs anything", "patient", "")]
    [InlineData("", "patient", "")]
    public void A_request_is_cut_to_what_client_and_role_may_have(string requested, string? role, string granted) =>
        Assert.Equal(granted, string.Join(' ', ScopeGrant.Of(requested, Phone, role)));

    [Fact]
    public void Scopes_are_looked_at_up_to_the_limit_and_not_past_it()
    {
        var padding = string.Concat(Enumerable.Range(0, ScopeGrant.ScopesMax - 1).Select(i => $"unknown{i} "));
        Assert.Equal(["patient/*.rs"], ScopeGrant.Of(padding + "patient/*.rs", Phone, "patient"));
        Assert.Empty(ScopeGrant.Of(padding + "unknown patient/*.rs", Phone, "patient"));
    }
}

using FsCheck;
using Phr.Platform.Identity;

namespace Phr.Tests.Identity;

public sealed class SmartScopeTest
{
    [Theory]
    [InlineData("patient/Observation.rs", "patient/Observation.rs")]
    [InlineData("patient/*.cruds", "patient/*.cruds")]
    [InlineData("user/Encounter.c", "user/Encounter.c")]
    [InlineData("system/Condition.read", "system/Condition.rs")]
    [InlineData("system/Condition.write", "system/Condition.cud")]
    [InlineData("system/*.*", "system/*.cruds")]
    [InlineData("patient/Observation.rs?category=vital-signs", "patient/Observation.rs?category=vital-signs")]
    [InlineData(
        "patient/Observation.rs?category=http%3A%2F%2Fterminology.hl7.org%2FCodeSystem%2Fobservation-category%7Claboratory",
        "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory")]
    [InlineData(
        "patient/Observation.rs?code=http://loinc.org|4548-4&category=laboratory",
        "patient/Observation.rs?category=laboratory&code=http://loinc.org|4548-4")]
    public void A_scope_of_v1_or_v2_is_written_as_v2(string text, string canonical) =>
        Assert.Equal(canonical, SmartScope.Parse(text)!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("openid")]
    [InlineData("launch/patient")]
    [InlineData("patient/Observation")]
    [InlineData("patient/Observation.")]
    [InlineData("patient/.rs")]
    [InlineData("patient/Observation.sr")]      // Letters out of order.
    [InlineData("patient/Observation.rrs")]
    [InlineData("patient/Observation.Read")]
    [InlineData("patient/Observation.rsx")]
    [InlineData("patient/Foo.rs")]
    [InlineData("patient/observation.rs")]
    [InlineData("person/Observation.rs")]
    [InlineData("PATIENT/Observation.rs")]
    [InlineData("patient/Observation.rs?")]
    [InlineData("patient/Observation.rs?category")]
    [InlineData("patient/Observation.rs?category=")]
    [InlineData("patient/Observation.rs?_tag=x")]          // Not enforced here, so it must not be granted.
    [InlineData("patient/Observation.rs?category:not=laboratory")]
    [InlineData("patient/Observation.rs?category=a,b")]
    [InlineData("patient/Observation.rs?category=a&date=gt2020")]
    [InlineData("patient/Observation.rs?category=%20")]
    [InlineData("patient/Patient.rs?category=a")]
    [InlineData("patient/*.rs?category=laboratory")]
    public void What_is_unknown_or_not_enforced_is_no_scope(string text) => Assert.Null(SmartScope.Parse(text));

    [Fact]
    public void A_scope_is_read_up_to_its_limit_and_not_past_it()
    {
        var head = "patient/Observation.rs?category=";
        Assert.NotNull(SmartScope.Parse(head + new string('a', SmartScope.CharactersMax - head.Length)));
        Assert.Null(SmartScope.Parse(head + new string('a', SmartScope.CharactersMax - head.Length + 1)));
    }

    [Theory]
    [InlineData("patient/*.cruds", "patient/Observation.rs?category=laboratory", true)]
    [InlineData("patient/Observation.rs", "patient/Observation.r", true)]
    [InlineData("patient/Observation.rs", "patient/Observation.c", false)]
    [InlineData("patient/Observation.rs", "patient/*.rs", false)]
    [InlineData("patient/Observation.rs", "user/Observation.rs", false)]
    [InlineData("patient/Observation.rs?category=laboratory", "patient/Observation.rs", false)]
    [InlineData("patient/Observation.rs?category=laboratory", "patient/Observation.r?category=laboratory", true)]
    [InlineData("patient/Observation.rs?category=laboratory", "patient/Observation.rs?category=laboratory&code=1", true)]
    [InlineData("patient/Observation.rs?category=laboratory", "patient/Observation.rs?category=vital-signs", false)]
    public void A_scope_covers_what_is_narrower(string wide, string narrow, bool covers) =>
        Assert.Equal(covers, SmartScope.Parse(wide)!.Covers(SmartScope.Parse(narrow)!));

    [Fact]
    public void What_two_scopes_share_is_covered_by_both()
    {
        var texts = from context in new[] { "patient", "user", "system" }
                    from type in new[] { "*", "Observation", "Condition" }
                    from access in new[] { "r", "rs", "cud", "cruds" }
                    from query in type == "*" ? [""] : new[] { "", "?category=a", "?category=a&code=b", "?code=b" }
                    select SmartScope.Parse($"{context}/{type}.{access}{query}")!;
        var any = Arb.From(Gen.Elements(texts));
        Prop.ForAll(any, any, (a, b) =>
        {
            var shared = a.Intersect(b);
            return shared is null
                ? !a.Covers(b) && !b.Covers(a)
                : a.Covers(shared) && b.Covers(shared) && SmartScope.Parse(shared.ToString())!.Equals(shared);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Scopes_add_up_and_one_without_constraint_permits_all()
    {
        var scopes = ScopeSet.Parse(
        [
            "openid", "patient/Observation.rs?category=a", "patient/Observation.rs?code=b", "patient/Condition.rs",
            "patient/Condition.rs?code=c",
        ]);

        Assert.Equal(["category", "code"], scopes.For("Observation", ScopeAccess.Search).AnyOf.Select(all => all.Single().Parameter));
        Assert.True(scopes.For("Condition", ScopeAccess.Read).Everything);
        Assert.True(scopes.For("Condition", ScopeAccess.Create).IsNothing);
        Assert.True(scopes.For("Patient", ScopeAccess.Read).IsNothing);
    }

    [Fact]
    public void Words_that_are_no_resource_scopes_permit_nothing()
    {
        var scopes = ScopeSet.Parse(["openid", "fhirUser", "launch/patient", "offline_access", "patient/Foo.rs", "Observation.rs"]);
        Assert.Empty(scopes.Scopes);
        Assert.True(scopes.For("Observation", ScopeAccess.Read).IsNothing);
    }
}

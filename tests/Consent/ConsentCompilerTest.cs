using System.Text.Json.Nodes;
using FsCheck;
using Phr.Consent.Consents;
using Phr.Platform;
using Phr.Tests.Support;

namespace Phr.Tests.Consent;

public sealed class ConsentCompilerTest
{
    public static IEnumerable<object[]> RefusedProvisions =>
        Cases("refusedProvisions").Select(test => new[] { (string)test["place"]!, test["provision"]!.ToJsonString() });

    public static IEnumerable<object[]> RefusedConsents =>
        from test in Cases("refusedConsents")
        from element in test
        where element.Key != "place"
        select new[] { (string)test["place"]!, element.Key, element.Value!.ToJsonString() };

    public static IEnumerable<object[]> IncompleteCategories => Cases("incompleteCategories")
        .Select(test => new[] { (string)test["category"]!, (string)test["scope"]!, test["provision"]!.ToJsonString() });

    [Theory]
    [InlineData("inactive")]
    [InlineData("entered-in-error")]
    [InlineData("draft")]
    [InlineData("proposed")]
    [InlineData("rejected")]
    public void A_consent_that_is_not_active_says_nothing_whatever_it_states(string status)
    {
        var consent = Consents.With("""{"type":"maybe","provision":[{"provision":[{}]}]}""");
        consent["status"] = status;
        Assert.Empty(Consents.Meaning(consent).Rules);
    }

    [Fact]
    public void A_consent_has_rules_in_its_period_and_at_no_other_time()
    {
        var consent = Consents.With("""{"type":"permit","period":{"start":"2026-04-01","end":"2026-04-30"}}""");
        var start = new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.FromHours(9));

        Assert.Empty(Consents.Meaning(consent, start.AddTicks(-1)).Rules);
        Assert.Single(Consents.Meaning(consent, start).Rules);
        Assert.Single(Consents.Meaning(consent, start.AddDays(30).AddTicks(-1)).Rules);
        Assert.Empty(Consents.Meaning(consent, start.AddDays(30)).Rules);
        Assert.Equal(new InForce(start, start.AddDays(30)), Consents.Meaning(consent, start.AddYears(1)).InForce);
    }

    [Fact]
    public void A_consent_supersedes_what_it_names_and_nothing_else()
    {
        var consent = Consents.With("""{"type":"deny"}""");
        Assert.Empty(Consents.Meaning(consent).Supersedes);

        var reference = new JsonObject { ["reference"] = "Consent/c1" };
        consent["extension"] = new JsonArray(new JsonObject { ["url"] = ConsentCodes.Supersedes, ["valueReference"] = reference });
        Assert.Equal("Consent/c1", Assert.Single(Consents.Meaning(consent).Supersedes));
    }

    [Theory]
    [MemberData(nameof(RefusedProvisions))]
    public void A_provision_that_cannot_be_enforced_is_refused_at_its_place(string place, string provision)
    {
        var refusal = Consents.Refused(Consents.With(provision));
        Assert.Equal((RefusalKind.Unprocessable, place), (refusal.Kind, refusal.Place));
    }

    [Theory]
    [MemberData(nameof(RefusedConsents))]
    public void A_consent_that_says_more_than_is_understood_is_refused_at_its_place(string place, string element, string value)
    {
        var consent = Consents.With("""{"type":"permit"}""");
        consent[element] = JsonNode.Parse(value);
        Assert.Equal(place, Consents.Refused(consent).Place);
    }

    [Theory]
    [MemberData(nameof(IncompleteCategories))]
    public void A_consent_of_a_category_has_to_say_what_the_category_needs(string category, string scope, string provision) =>
        Assert.Equal(RefusalKind.Unprocessable, Consents.Refused(Consents.With(provision, scope, category)).Kind);

    [Fact]
    public void A_study_consent_names_a_study_and_not_a_hospital()
    {
        var consent = Consents.With($$"""{"type":"permit","actor":[{{Actor("hospital-a")}}]}""", "research", "study");
        Assert.Equal("Consent.provision.actor", Consents.Refused(consent).Place);
    }

    [Theory]
    [InlineData(""" "securityLabel":[{"system":"s","code":"PSY"}] """, """ "securityLabel":[{"system":"s","code":"ETH"}] """)]
    [InlineData(""" "dataPeriod":{"start":"2020"} """, """ "dataPeriod":{"start":"2019"} """)]
    public void An_exception_outside_of_what_is_denied_is_refused(string denied, string permitted)
    {
        var consent = Consents.With($$"""{"type":"deny",{{denied}},"provision":[{"type":"permit",{{permitted}}}]}""");
        Assert.Equal("Consent.provision.provision[0]", Consents.Refused(consent).Place);
    }

    [Fact]
    public void An_exception_for_a_reader_that_the_consent_is_not_about_is_refused()
    {
        var (named, other) = (Actor("hospital-b"), Actor("hospital-a"));
        var consent = Consents.With($$"""{"type":"deny","actor":[{{named}}],"provision":[{"type":"permit","actor":[{{other}}]}]}""");
        Assert.Equal("Consent.provision.provision[0]", Consents.Refused(consent).Place);
    }

    [Fact]
    public void Combinations_are_taken_up_to_their_limit_and_not_past_it()
    {
        static JsonArray Many(int count, string of) =>
            [.. Enumerable.Range(0, count).Select(i => JsonNode.Parse(of.Replace("#", $"{i}", StringComparison.Ordinal)))];
        static string Denies(int codes, int labels) => new JsonObject
        {
            ["type"] = "deny",
            ["code"] = Many(codes, """{"coding":[{"system":"s","code":"#"}]}"""),
            ["securityLabel"] = Many(labels, """{"system":"s","code":"#"}"""),
        }.ToJsonString();
        Assert.Equal(ConsentCompiler.RulesMax, Consents.Meaning(Consents.With(Denies(64, 4))).Rules.Length);
        Assert.Equal("Consent.provision", Consents.Refused(Consents.With(Denies(257, 1))).Place);
        Assert.Equal("Consent.provision", Consents.Refused(Consents.With(Denies(1000, 1000))).Place);
    }

    private static IEnumerable<JsonObject> Cases(string list) =>
        JsonNode.Parse(GoldenFile.Bytes("Consent/refused.json"))![list]!.AsArray().Select(test => test!.AsObject());

    /// <summary>IHE PCF: where an exception speaks, it decides; elsewhere the root. A permit of named data permits nothing else.</summary>
    [Fact]
    public void One_exception_decides_where_it_speaks_and_the_root_elsewhere()
    {
        var provisions = Arb.From(
            from effect in Gen.Elements(RuleEffect.Permit, RuleEffect.Deny)
            from labels in Gen.Elements<string[]>([], ["PSY"], ["PSY", "ETH"])
            from types in Gen.Elements<string[]>([], ["Condition"], ["Condition", "Observation"])
            from actors in Gen.Elements<string[]>([], ["hospital-a"], ["hospital-a", "hospital-b"])
            from period in Gen.Elements<DataPeriod?>(null, Years(2010, 2020), Years(2012, 2015))
            select new Provision("here", effect)
            {
                Labels = [.. labels.Select(code => new Coded("s", code))], Types = [.. types], Actors = [.. actors],
                Purposes = [ConsentCodes.Treatment], Period = period,
            });
        Prop.ForAll(provisions, provisions, (root, exception) =>
        {
            exception = exception with { Purposes = [] };
            var content = new ConsentContent(ConsentKind.Sharing, true, "Patient/p1", null, null, [], root, [exception]);
            var (rules, refusal) = ConsentCompiler.Rules(content);
            return refusal is not null || Entries().All(entry =>
                Decide(rules, entry) == Expected(root, exception.Within(root), entry));
        }).QuickCheckThrowOnFailure();
    }

    private static string Actor(string code) => $$$"""
        {"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},
         "reference":{"reference":"Organization/{{{code}}}"}}
        """;

    private sealed record Entry(string Reader, string Type, string? Label, DateTimeOffset Time);

    private static IEnumerable<Entry> Entries() =>
        from reader in new[] { "hospital-a", "hospital-b", "hospital-c" }
        from type in new[] { "Condition", "Observation", "Procedure" }
        from label in new[] { null, "PSY", "ETH", "HIV" }
        from year in new[] { 2009, 2011, 2013, 2018 }
        select new Entry(reader, type, label, new DateTimeOffset(year, 6, 1, 0, 0, 0, TimeSpan.Zero));

    private static RuleEffect? Expected(Provision root, Provision exception, Entry entry)
    {
        var (inRoot, inException) = (Speaks(root, entry), Speaks(exception, entry));
        // Two permits of named data add up; a deny takes out of a permit and a permit out of a deny.
        if (inException && !(root.Effect == RuleEffect.Permit && exception.Effect == RuleEffect.Permit && inRoot))
            return exception.Effect;
        if (inRoot)
            return root.Effect;
        var nothingBut = root.Effect == RuleEffect.Permit && root.NamesData && Speaks(root.WithoutData(), entry);
        return nothingBut ? RuleEffect.Deny : null;
    }

    private static bool Speaks(Provision provision, Entry entry) =>
        provision.Rules().Any(rule => Matches(rule, entry));

    private static RuleEffect? Decide(IEnumerable<ConsentRule> rules, Entry entry)
    {
        var matching = rules.Where(rule => Matches(rule, entry)).ToList();
        if (matching.Count == 0)
            return null;
        var most = matching.Max(rule => rule.Specificity);
        return matching.Exists(rule => rule.Specificity == most && rule.Effect == RuleEffect.Deny) ? RuleEffect.Deny : RuleEffect.Permit;
    }

    private static bool Matches(ConsentRule rule, Entry entry) =>
        (rule.Actor ?? entry.Reader) == entry.Reader && (rule.Type ?? entry.Type) == entry.Type
        && (rule.Label is null || rule.Label.Value.Code == entry.Label)
        && (rule.PeriodFrom is null || rule.PeriodFrom <= entry.Time) && (rule.PeriodTo is null || entry.Time < rule.PeriodTo);

    private static DataPeriod? Years(int from, int to) =>
        new DataPeriod(new(from, 1, 1, 0, 0, 0, TimeSpan.Zero), new(to, 1, 1, 0, 0, 0, TimeSpan.Zero));
}

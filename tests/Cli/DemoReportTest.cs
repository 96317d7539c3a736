using Phr.Cli.Demo;

namespace Phr.Tests.Cli;

/// <summary><c>phr demo</c> fails where it did not show what it is there for.</summary>
public sealed class DemoReportTest
{
    private static readonly DemoReport Good = new(
        "p", [new("a", 1), new("b", 2), new("phone", 3)], 9, 9, [new("x", 10, 0.1, null, [new("g", 0.1, ["Observation/1"])])],
        new DemoRefusal(20, 0, 20, 0), 0.5, new DemoRelease(1, 100, 50, 0), new DemoVerification(9, true, 4), new DemoErasure(7, 0),
        new Dictionary<string, double>());

    public static TheoryData<string> Broken => new(Variants.Keys);

    [Fact]
    public void A_run_in_which_all_held_has_no_fault() => Assert.Empty(Good.Faults());

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_did_not_hold_is_a_fault(string what) => Assert.Single(Variants[what].Faults());

    private static Dictionary<string, DemoReport> Variants => new()
    {
        ["two sources"] = Good with { Sources = [.. Good.Sources.Skip(1)] },
        ["an empty source"] = Good with { Sources = [.. Good.Sources.Skip(1), new("c", 0)] },
        ["a risk without evidence"] = Good with { Risks = [.. Good.Risks, new("y", 10, 0.1, null, [new("g", 0.1, [])])] },
        ["refused and seen"] = Good with { Refusal = Good.Refusal with { After = 1 } },
        ["nothing to refuse"] = Good with { Refusal = new DemoRefusal(0, 0, 0, 0) },
        ["hidden from its author"] = Good with { Refusal = Good.Refusal with { OwnHospital = 19 } },
        ["found by a stranger"] = Good with { Refusal = Good.Refusal with { ThirdHospital = 1 } },
        ["a release of two"] = Good with { Release = Good.Release with { People = 2 } },
        ["a name in the release"] = Good with { Release = Good.Release with { SourceIdentifiersFound = 1 } },
        ["no name looked for"] = Good with { Release = Good.Release with { SourceIdentifiersSought = 0 } },
        ["a broken log"] = Good with { Verify = Good.Verify with { Ok = false } },
        ["a flip unnoticed"] = Good with { Verify = Good.Verify with { TamperFoundAt = null } },
        ["erased and readable"] = Good with { Erasure = Good.Erasure with { ReadableBodies = 1 } },
        ["nothing to erase"] = Good with { Erasure = new DemoErasure(0, 0) },
    };
}

using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Phr.Tests.Architecture;

/// <summary>docs/style.md 2: time, chance and ids are parameters; only the edges read the clock or throw dice.</summary>
public sealed class PurityTest
{
    private static readonly string[] Impure =
    [
        "DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow",
        "Guid.NewGuid", "Guid.CreateVersion7", "Random.Shared", "Environment.TickCount",
    ];

    // Folders that are edges: a command line starts processes and times them.
    private static readonly string[] Edges = ["cli/"];

    private static readonly Dictionary<string, string> Explained = new()
    {
        ["planets-server/EventLog/Sealing/KeyStore.cs"] = "names of keys have to be unguessable, also in a replayed test",
        ["planets-server/Access/AccessJournal.cs"] = "the id of a decision, which the person may quote: never the same twice",
        ["planets-server/Subscriptions/DeliveryTurn.cs"] = "who holds a turn is never the same twice, on any node",
        ["planets-server/Record/ResourceIds.cs"] = "ids of new resources are drawn in this one place",
        ["platform/Identity/ServiceTokens.cs"] = "RFC 7523 jti: unique for ever, across restarts with the same seed",
    };

    [Fact]
    public void Only_edges_read_the_clock_or_throw_dice() => Ratchet.Hold(
        from file in SourceTree.Product
        where !Edges.Any(edge => file.Path.StartsWith(edge, StringComparison.Ordinal))
        from read in ImpureReads(file)
        select read, Explained);

    [Theory]
    [InlineData("class C { object M() => System.DateTime.UtcNow; }", true)]
    [InlineData("class C { object M() => Guid.NewGuid(); }", true)]
    [InlineData("class C { object M() => new Random(); }", true)]
    [InlineData("class C { object M(int seed) => new Random(seed); }", false)]
    [InlineData("class C { object M(TimeProvider clock) => clock.GetUtcNow(); /* DateTime.UtcNow */ }", false)]
    public void A_hidden_clock_or_die_is_found(string code, bool isImpure) =>
        Assert.Equal(isImpure, ImpureReads(SourceFile.Parse("planets-server/X.cs", code)).Any());

    private static IEnumerable<(string Key, string Message)> ImpureReads(SourceFile file)
    {
        var reads = file.Syntax.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(access => Impure.Any(name => access.ToString() == name || access.ToString() == "System." + name));
        var dice = file.Syntax.DescendantNodes().OfType<ObjectCreationExpressionSyntax>()
            .Where(creation => creation.Type.ToString() == "Random" && creation.ArgumentList is not { Arguments.Count: > 0 });
        return reads.Cast<ExpressionSyntax>().Concat(dice).Select(read => (file.Path, $"{file.Place(read)} {read}"));
    }
}

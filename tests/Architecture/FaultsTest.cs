using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Phr.Tests.Architecture;

/// <summary>docs/style.md 3 and 9: faults are caught at the outermost edges; nothing blocks on a task or runs unseen.</summary>
public sealed class FaultsTest
{
    private static readonly Dictionary<string, string> CatchAll = new()
    {
        ["cli/CommandLine.cs"] = "the outermost edge of the command line",
        ["platform/Hosting/OuterEdge.cs"] = "the outermost edge of a service",
        ["planets-server/Bulk/Jobs/BulkRunner.cs"] = "what one job throws is that job's end, not its neighbours'",
        ["planets-server/EventLog/Writing/Group.cs"] = "what one member's decision throws is that member's answer, not its neighbours'",
        ["planets-server/EventLog/Writing/Settlement.cs"] = "the writer's outermost edge",
        ["planets-server/Search/Custom/CustomIndexing.cs"] = "what one parameter's turn throws delays no other, and is tried again",
        ["planets-server/Subscriptions/HookDispatcher.cs"] = "what one subscription throws delays no other",
    };

    private static readonly Dictionary<string, string> Blocking = [];

    private static readonly Dictionary<string, string> Uncancellable = new()
    {
        ["model-service/Scoring/InferenceThreads.cs Start"] = "loading a model cannot be interrupted",
        ["planets-server/EventLog/Reading/EventOpener.cs Known"] = "its caller's fetch carries the token",
        ["planets-server/EventLog/Writing/Writer.cs Run"] = "the writer's loop: it ends when its queue is closed, after what was accepted",
        ["planets-server/EventLog/Writing/WriterConnection.cs Lose"] = "closing a connection is not cancelled",
    };

    // Signatures that an interface of the framework prescribes.
    private static readonly string[] Prescribed = ["DisposeAsync", "InvokeAsync", "ExecuteAsync", "InitializeAsync", "HandleAsync", "ValidateAsync"];

    // The request's token is in the last two.
    private static readonly string?[] Cancelling = ["CancellationToken", "HttpContext", "EndpointFilterInvocationContext"];

    [Fact]
    public void Only_the_outermost_edges_catch_everything() => Ratchet.Hold(SourceTree.Product.SelectMany(CatchesEverything), CatchAll);

    [Theory]
    [InlineData("try { } catch { }", true)]
    [InlineData("try { } catch (Exception) { }", true)]
    [InlineData("try { } catch (System.Exception e) when (e.Message != null) { }", true)]
    [InlineData("try { } catch (Exception e) when (e is IOException or TimeoutException) { }", false)]
    [InlineData("try { } catch (IOException) { }", false)]
    [InlineData("try { } catch { Clean(); throw; }", false)]
    public void A_catch_of_everything_is_found(string statement, bool isEverything) =>
        Assert.Equal(isEverything, CatchesEverything(Inside(statement)).Any());

    [Fact]
    public void Nothing_blocks_on_a_task_or_is_async_void() => Ratchet.Hold(SourceTree.Product.SelectMany(Blocks), Blocking);

    [Theory]
    [InlineData("Task.Delay(1).GetAwaiter().GetResult();", true)]
    [InlineData("Task.Delay(1).Wait();", true)]
    [InlineData("async void Local() => await Task.Yield();", true)]
    [InlineData("await Task.Delay(1);", false)]
    public void A_blocked_thread_is_found(string statement, bool isBlocking) => Assert.Equal(isBlocking, Blocks(Inside(statement)).Any());

    [Fact]
    public void What_returns_a_task_can_be_cancelled() => Ratchet.Hold(SourceTree.Product.SelectMany(CannotBeCancelled), Uncancellable);

    [Theory]
    [InlineData("Task M() => null;", true)]
    [InlineData("async ValueTask<int> M(int a) => a;", true)]
    [InlineData("Task M(CancellationToken ct) => null;", false)]
    [InlineData("Task M(HttpContext context) => null;", false)]
    [InlineData("override Task M() => null;", false)]
    [InlineData("ValueTask DisposeAsync() => default;", false)]
    [InlineData("int M() => 0;", false)]
    public void A_task_without_a_token_is_found(string member, bool isUncancellable) =>
        Assert.Equal(isUncancellable, CannotBeCancelled(SourceFile.Parse("x.cs", $"class C {{ {member} }}")).Any());

    private static SourceFile Inside(string statement) => SourceFile.Parse("x.cs", $"class C {{ async Task M() {{ {statement} }} }}");

    private static IEnumerable<(string Key, string Message)> CatchesEverything(SourceFile file) =>
        from clause in file.Syntax.DescendantNodes().OfType<CatchClauseSyntax>()
        where clause.Declaration?.Type.ToString() is null or "Exception" or "System.Exception"
        where clause.Filter is null || !clause.Filter.DescendantNodes().OfType<IsPatternExpressionSyntax>().Any()
            && !clause.Filter.DescendantNodes().Any(node => node.IsKind(SyntaxKind.IsExpression))
        where clause.Block.Statements.LastOrDefault() is not ThrowStatementSyntax { Expression: null }
        select (file.Path, $"{file.Place(clause)} catches everything");

    private static IEnumerable<(string Key, string Message)> Blocks(SourceFile file)
    {
        var waits = file.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => call.Expression.ToString() is var text
                && (text.EndsWith(".GetAwaiter().GetResult", StringComparison.Ordinal) || text.EndsWith(".Wait", StringComparison.Ordinal))
                && call.ArgumentList.Arguments.Count == 0)
            .Select(call => (file.Path, $"{file.Place(call)} blocks a thread"));
        var voids = file.Syntax.DescendantNodes()
            .Where(node => node is MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.Text: "void" } } method
                    && method.Modifiers.Any(SyntaxKind.AsyncKeyword)
                || node is LocalFunctionStatementSyntax { ReturnType: PredefinedTypeSyntax { Keyword.Text: "void" } } local
                    && local.Modifiers.Any(SyntaxKind.AsyncKeyword))
            .Select(node => (file.Path, $"{file.Place(node)} is async void"));
        return waits.Concat(voids);
    }

    private static IEnumerable<(string Key, string Message)> CannotBeCancelled(SourceFile file) =>
        from method in file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>()
        where method.ReturnType is SimpleNameSyntax { Identifier.Text: "Task" or "ValueTask" }
        where !method.Modifiers.Any(SyntaxKind.OverrideKeyword) && !Prescribed.Contains(method.Identifier.Text)
        where method.ExplicitInterfaceSpecifier is null
        where !method.ParameterList.Parameters.Any(parameter => Cancelling.Contains(parameter.Type?.ToString()))
        select ($"{file.Path} {method.Identifier.Text}", $"{file.Place(method)} {method.Identifier.Text} takes no CancellationToken");
}

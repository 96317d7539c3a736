using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Phr.Tests.Architecture;

/// <summary>docs/style.md 7: files and methods that one can take in at a look.</summary>
public sealed class SizeTest
{
    private const int FileLinesMax = 400;
    private const int MethodLinesMax = 60;
    private const int LineCharsMax = 140;

    private static readonly string[] CodeEndings = [".cs", ".py", ".mjs", ".js", ".ts", ".sql", ".css", ".html", ".sh"];

    private static readonly Dictionary<string, string> LongFiles = [];

    private static readonly Dictionary<string, string> LongMethods = [];

    // A ratchet: the number of wide lines in the tree may only fall. Lower it when you wrap some.
    private const int WideLinesMax = 500;

    [Fact]
    public void No_file_is_longer_than_400_lines() => Ratchet.Hold(
        from path in CodePaths
        let lines = SourceTree.Read(path).AsSpan().Count('\n')
        where lines > FileLinesMax
        select (path, $"{path} has {lines} lines"), LongFiles);

    [Fact]
    public void No_method_is_longer_than_60_lines() => Ratchet.Hold(SourceTree.CSharp.SelectMany(Long), LongMethods);

    [Fact]
    public void Lines_wider_than_140_characters_only_get_fewer()
    {
        var wide = from path in CodePaths
                   let count = SourceTree.Read(path).Split('\n').Count(line => line.Length > LineCharsMax)
                   where count > 0
                   select (path, count);
        Assert.True(wide.Sum(file => file.count) <= WideLinesMax, string.Join('\n', wide));
    }

    [Fact]
    public void A_method_is_measured_from_its_signature_to_its_brace()
    {
        Assert.Empty(Long(SourceFile.Parse("x.cs", Method(bodyLines: MethodLinesMax - 3))));
        Assert.Single(Long(SourceFile.Parse("x.cs", Method(bodyLines: MethodLinesMax - 2))));
    }

    // The benchmark that sets the bar is kept as it was given.
    private static IEnumerable<string> CodePaths =>
        SourceTree.Paths.Where(path => CodeEndings.Contains(Path.GetExtension(path)) && path != "tests/benchmarks/fhir-load.mjs");

    private static string Method(int bodyLines) =>
        $"class C\n{{\n    void M()\n    {{\n{string.Concat(Enumerable.Repeat("        F();\n", bodyLines))}    }}\n}}\n";

    private static IEnumerable<(string Key, string Message)> Long(SourceFile file) =>
        from method in file.Syntax.DescendantNodes().Where(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax)
        let lines = LineOf(method.GetLastToken()) - LineOf(Signature(method)) + 1
        where lines > MethodLinesMax
        select ($"{file.Path} {Name(method)}", $"{file.Place(method)} {Name(method)} has {lines} lines");

    // A theory's rows stand above the signature, as attributes.
    private static SyntaxToken Signature(SyntaxNode method) =>
        method.ChildNodes().OfType<AttributeListSyntax>().LastOrDefault()?.GetLastToken().GetNextToken() ?? method.GetFirstToken();

    private static int LineOf(SyntaxToken token) => token.GetLocation().GetLineSpan().StartLinePosition.Line;

    private static string Name(SyntaxNode method) => method switch
    {
        MethodDeclarationSyntax named => named.Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        _ => method.Kind().ToString(),
    };
}

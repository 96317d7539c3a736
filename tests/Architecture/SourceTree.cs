using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Phr.Tests.Architecture;

/// <summary>A C# file of the product or its tests.</summary>
/// <param name="Path">From the root of the repository, with slashes.</param>
internal sealed record SourceFile(string Path, string Text, SyntaxNode Syntax)
{
    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    public int LineCount => Text.AsSpan().Count('\n');

    public static SourceFile Parse(string path, string text) => new(path, text, CSharpSyntaxTree.ParseText(text).GetRoot());

    /// <summary>"cli/Program.cs:12", for a message.</summary>
    public string Place(SyntaxNode node) => $"{Path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
}

/// <summary>The repository as these tests see it: what git tracks or would track.</summary>
internal static class SourceTree
{
    private static readonly Lazy<IReadOnlyList<string>> TrackedPaths = new(ListTracked);
    private static readonly Lazy<IReadOnlyList<SourceFile>> ParsedCSharp = new(ParseAll);

    public static string Root { get; } = FindRoot();

    /// <summary>Every tracked file that exists, from the root, with slashes.</summary>
    public static IReadOnlyList<string> Paths => TrackedPaths.Value;

    public static IReadOnlyList<SourceFile> CSharp => ParsedCSharp.Value;

    public static IEnumerable<SourceFile> Product => CSharp.Where(file => !file.IsTest);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static IReadOnlyList<SourceFile> ParseAll() =>
        [.. Paths.Where(path => path.EndsWith(".cs", StringComparison.Ordinal)).Select(path => SourceFile.Parse(path, Read(path)))];

    private static IReadOnlyList<string> ListTracked()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard"])
        {
            RedirectStandardOutput = true, WorkingDirectory = Root,
        };
        using var git = Process.Start(start)!;
        var paths = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        return [.. paths.Where(path => File.Exists(Path.Combine(Root, path))).Order(StringComparer.Ordinal)];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Phr.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}

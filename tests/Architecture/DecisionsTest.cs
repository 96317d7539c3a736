using System.Text.RegularExpressions;

namespace Phr.Tests.Architecture;

/// <summary>docs/adr/000: how decisions are written down.</summary>
public sealed partial class DecisionsTest
{
    private const int WordsMax = 300;

    [Fact]
    public void A_decision_has_a_number_of_its_own_four_parts_and_at_most_300_words()
    {
        var decisions = SourceTree.Paths.Where(path => path.StartsWith("docs/adr/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(decisions);
        Assert.All(decisions, path =>
        {
            var text = SourceTree.Read(path);
            var number = FileName().Match(path).Groups[1].Value;
            Assert.StartsWith($"# {number} ", text, StringComparison.Ordinal);
            Assert.All((string[])["**Status**", "## Context", "## Decision", "## Consequences"], part => Assert.Contains(part, text, StringComparison.Ordinal));
            var words = text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length;
            Assert.True(words <= WordsMax, $"{path} has {words} words.");
        });
        Assert.Equal(decisions.Count, decisions.Select(path => FileName().Match(path).Groups[1].Value).Distinct().Count());
    }

    [Fact]
    public void A_document_links_only_to_what_is_there()
    {
        var broken = from path in SourceTree.Paths
                     where path.EndsWith(".md", StringComparison.Ordinal)
                     from Match link in Link().Matches(SourceTree.Read(path))
                     let target = Path.Combine(SourceTree.Root, Path.GetDirectoryName(path)!, link.Groups[1].Value)
                     where !File.Exists(target) && !Directory.Exists(target)
                     select $"{path}: {link.Groups[1].Value}";
        Assert.Empty(broken);
    }

    [Fact]
    public void The_tree_in_ARCHITECTURE_names_every_folder()
    {
        var text = SourceTree.Read("ARCHITECTURE.md");
        var folders = SourceTree.Paths.Select(path => path.Split('/')).Where(parts => parts.Length > 1 && parts[0][0] != '.')
            .SelectMany(parts => parts.Length > 2 && parts[0] is "planets-server" or "model-service" ? parts[..2] : parts[..1])
            .Distinct().Where(folder => !folder.Contains('.', StringComparison.Ordinal) && folder != "Migrations").ToList();

        Assert.Contains("Feeds", folders);
        Assert.DoesNotContain(folders, folder => !text.Contains($"{folder}/", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^docs/adr/(\d{3})-[a-z0-9-]+\.md$")]
    private static partial Regex FileName();

    // Addresses and anchors are left out.
    [GeneratedRegex(@"\]\(([^)#:\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}

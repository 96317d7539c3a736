using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Phr.Tests.Architecture;

/// <summary>docs/style.md 4: a statement lives in a file of its own, loaded with <c>Sql.Load</c>.</summary>
public sealed partial class SqlTest
{
    private static readonly Dictionary<string, string> Explained = new()
    {
        ["planets-server/EventLog/Projections/Rebuild.cs"] = "truncate takes its tables by name, not as a parameter",
        ["platform/Database/Migrations.cs"] = "the schema of its journal varies, and a parameter cannot name a schema",
        ["platform/Database/PostgresCluster.cs"] = "create database takes no parameter",
        ["platform/Hosting/DatabaseAnswers.cs"] = "select 1 asks nothing of the schema",
    };

    [Fact]
    public void Sql_is_in_sql_files() => Ratchet.Hold(SourceTree.Product.SelectMany(Statements), Explained);

    [Fact]
    public void A_file_of_sql_holds_one_statement()
    {
        var crowded = SourceTree.Paths
            .Where(path => path.EndsWith(".sql", StringComparison.Ordinal) && !path.Contains("/Migrations/", StringComparison.Ordinal))
            .Where(path => StatementCount(SourceTree.Read(path)) > 1);
        Assert.Empty(crowded);
    }

    [Theory]
    [InlineData("\"select id from log.event where stream = $1\"", true)]
    [InlineData("$\"insert into {schema}.head values (1)\"", true)]
    [InlineData("\"Select a patient from the list.\"", false)]
    [InlineData("\"update the record\"", false)]
    public void A_statement_in_code_is_found(string literal, bool isSql) =>
        Assert.Equal(isSql, Statements(SourceFile.Parse("x.cs", $"class C {{ string M(string schema) => {literal}; }}")).Any());

    [Theory]
    [InlineData("-- one; only\nselect ';' from a;\n", 1)]
    [InlineData("select 1;\nselect 2", 2)]
    public void Statements_of_a_file_are_counted(string text, int count) => Assert.Equal(count, StatementCount(text));

    private static IEnumerable<(string Key, string Message)> Statements(SourceFile file) =>
        from node in file.Syntax.DescendantNodes()
        let text = node switch
        {
            LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
            InterpolatedStringExpressionSyntax interpolated => interpolated.Contents.ToString(),
            _ => "",
        }
        where Statement().IsMatch(text)
        select (file.Path, $"{file.Place(node)} {text.Trim()}");

    // Comments and quoted texts may hold semicolons.
    private static int StatementCount(string text) =>
        NotCode().Replace(text, "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Length;

    // Case-sensitive: the project writes SQL in lower case, and sentences begin with a capital.
    [GeneratedRegex(@"^\s*(select\s+(\d|.+\bfrom\b)|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s*\(|truncate\s|"
        + @"(create|alter|drop)\s+(table|schema|index|unique|database|view|function|trigger)\b)", RegexOptions.Singleline)]
    private static partial Regex Statement();

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\$\$.*?\$\$", RegexOptions.Singleline)]
    private static partial Regex NotCode();
}

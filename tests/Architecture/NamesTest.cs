using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Phr.Tests.Architecture;

/// <summary>docs/style.md 6: names come from the field.</summary>
public sealed partial class NamesTest
{
    private static readonly Dictionary<string, string> Explained = new()
    {
        ["TypeInfo"] = "FHIRPath 2.0 names the result of type() so (section Reflection)",
    };

    [Fact]
    public void Types_are_named_after_the_domain() => Ratchet.Hold(SourceTree.CSharp.SelectMany(VagueTypes), Explained);

    [Fact]
    public void Folders_are_named_after_the_domain()
    {
        string[] technical =
            ["Controllers", "Handlers", "Dtos", "Models", "Services", "Repositories", "Interfaces", "Helpers", "Utils", "Common", "Misc"];
        Assert.Empty(SourceTree.CSharp.Where(file => file.Path.Split('/').Intersect(technical).Any()).Select(file => file.Path));
    }

    [Theory]
    [InlineData("class StreamManager;", true)]
    [InlineData("record PatientInfo(int A);", true)]
    [InlineData("static class DateUtils;", true)]
    [InlineData("interface IDataBase;", true)]
    [InlineData("class Database;", false)]
    [InlineData("class Informant;", false)]
    [InlineData("class DatabaseAnswers;", false)]
    public void A_vague_name_is_found(string code, bool isVague) =>
        Assert.Equal(isVague, VagueTypes(SourceFile.Parse("planets-server/X.cs", code)).Any());

    private static IEnumerable<(string Key, string Message)> VagueTypes(SourceFile file) =>
        from type in file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        where VagueEnding().IsMatch(type.Identifier.Text)
        select (type.Identifier.Text, $"{file.Place(type)} {type.Identifier.Text}");

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utility|Utilities|Common|Misc|Base|Impl|Data|Info|Wrapper|Processor)$")]
    private static partial Regex VagueEnding();
}

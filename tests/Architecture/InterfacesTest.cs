using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Phr.Tests.Architecture;

/// <summary>docs/style.md 6: an interface has two production implementations or stands at a process boundary.</summary>
public sealed class InterfacesTest
{
    private static readonly Dictionary<string, string> Explained = [];

    [Fact]
    public void An_interface_has_at_least_two_implementations() => Ratchet.Hold(Lonely([.. SourceTree.Product]), Explained);

    [Theory]
    [InlineData("interface IClock; class A : IClock;", true)]
    [InlineData("interface IClock; class A : IClock; record B : IClock;", false)]
    [InlineData("interface IWalk<T>; class A : IWalk<int>; struct B : IWalk<string>;", false)]
    public void A_lonely_interface_is_found(string code, bool isLonely) =>
        Assert.Equal(isLonely, Lonely([SourceFile.Parse("x.cs", code)]).Any());

    private static IEnumerable<(string Key, string Message)> Lonely(IReadOnlyList<SourceFile> files)
    {
        var implementations = files
            .SelectMany(file => file.Syntax.DescendantNodes().OfType<TypeDeclarationSyntax>())
            .Where(type => type is not InterfaceDeclarationSyntax)
            .SelectMany(type => type.BaseList?.Types.Select(Name) ?? [])
            .CountBy(name => name)
            .ToDictionary();
        return from file in files
               from type in file.Syntax.DescendantNodes().OfType<InterfaceDeclarationSyntax>()
               where implementations.GetValueOrDefault(type.Identifier.Text) < 2
               select (type.Identifier.Text, $"{file.Place(type)} {type.Identifier.Text}");
    }

    private static string Name(BaseTypeSyntax implemented) => implemented.Type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
        SimpleNameSyntax simple => simple.Identifier.Text,
        var other => other.ToString(),
    };
}

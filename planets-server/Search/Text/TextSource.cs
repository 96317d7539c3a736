using Phr.Planets.Search.Custom;

namespace Phr.Planets.Search.Text;

/// <summary>What texts a search looks through. R4 search.html#content.</summary>
/// <param name="Code">Of the parameter, and the name of its index: no id of a resource begins so.</param>
/// <param name="IsNarrative">The narrative alone; otherwise all texts and codes.</param>
public sealed record TextSource(string Code, bool IsNarrative)
{
    public static IReadOnlyList<TextSource> All { get; } = [new("_text", true), new("_content", false)];

    /// <param name="number">Of search.parameter.</param>
    public FollowedIndex Index(int number) => new TextIndex(this, number);

    public static TextSource? Find(string code) => All.FirstOrDefault(source => source.Code == code);
}

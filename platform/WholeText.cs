namespace Phr.Platform;

/// <summary>Text cut between its characters: half of a surrogate pair is no text, and no database or UTF-8 writer takes it.</summary>
public static class WholeText
{
    /// <summary>
    /// The beginning of a text, at most so many UTF-16 units of it: one less where the last would be half of a character.
    /// </summary>
    /// <param name="unitsMax">At least 0.</param>
    public static string Beginning(string text, int unitsMax) => text.Length <= unitsMax ? text : text[..Boundary(text, unitsMax)];

    /// <summary>Whether a text may be parted before the unit at <paramref name="index"/>.</summary>
    public static bool IsBoundary(string text, int index) =>
        index <= 0 || index >= text.Length || !char.IsSurrogatePair(text[index - 1], text[index]);

    private static int Boundary(string text, int index) => IsBoundary(text, index) ? index : index - 1;
}

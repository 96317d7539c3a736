namespace Phr.Planets.People;

/// <summary>A text in both languages of the phone.</summary>
public sealed record Wording(string Ja, string En)
{
    /// <summary>A text that is the same in both, such as a number.</summary>
    public static Wording Same(string text) => new(text, text);
}

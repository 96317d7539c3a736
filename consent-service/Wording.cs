namespace Phr.Consent;

public enum Language
{
    Ja,
    En,
}

/// <summary>The same said in Japanese and in English.</summary>
public readonly record struct Wording(string Ja, string En)
{
    public string In(Language language) => language == Language.Ja ? Ja : En;

    public static Wording operator +(Wording left, Wording right) => new(left.Ja + right.Ja, left.En + right.En);
}

using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Syntax;

internal enum TokenKind
{
    End,
    /// <summary>A name without backticks, keywords included.</summary>
    Identifier,
    /// <summary>A name in backticks, which is never a keyword.</summary>
    Delimited,
    String,
    Integer,
    Decimal,
    DateOrTime,
    /// <summary><c>$this</c>, <c>$index</c> or <c>$total</c>.</summary>
    Variable,
    Symbol,
}

/// <param name="Text">Of a string or delimited name its content without quotes and escapes.</param>
/// <param name="Offset">Characters before the token.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Offset)
{
    /// <summary>The value of a date or time literal.</summary>
    public Temporal Temporal { get; init; }

    public bool IsWord(string word) => Kind == TokenKind.Identifier && Text == word;

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}

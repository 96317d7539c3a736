using System.Collections.Frozen;

namespace Phr.Fhir.Path.Syntax;

/// <summary>Operators between two expressions.</summary>
internal enum BinaryOperator
{
    Implies, Or, Xor, And, In, Contains, Equal, Equivalent, NotEqual, NotEquivalent,
    Less, Greater, LessOrEqual, GreaterOrEqual, Union, Plus, Minus, Concatenate, Times, Divide, DivideInteger, Modulo,
}

/// <summary>How the operators are written and how tightly they bind (FHIRPath, operator precedence). All are left-associative.</summary>
internal static class Operators
{
    public const int TypePrecedence = 8;
    public const int NegationPrecedence = 11;

    private static readonly (BinaryOperator Operator, string Text, int Precedence)[] Table =
    [
        (BinaryOperator.Implies, "implies", 1),
        (BinaryOperator.Or, "or", 2),
        (BinaryOperator.Xor, "xor", 2),
        (BinaryOperator.And, "and", 3),
        (BinaryOperator.In, "in", 4),
        (BinaryOperator.Contains, "contains", 4),
        (BinaryOperator.Equal, "=", 5),
        (BinaryOperator.Equivalent, "~", 5),
        (BinaryOperator.NotEqual, "!=", 5),
        (BinaryOperator.NotEquivalent, "!~", 5),
        (BinaryOperator.Less, "<", 6),
        (BinaryOperator.Greater, ">", 6),
        (BinaryOperator.LessOrEqual, "<=", 6),
        (BinaryOperator.GreaterOrEqual, ">=", 6),
        (BinaryOperator.Union, "|", 7),
        (BinaryOperator.Plus, "+", 9),
        (BinaryOperator.Minus, "-", 9),
        (BinaryOperator.Concatenate, "&", 9),
        (BinaryOperator.Times, "*", 10),
        (BinaryOperator.Divide, "/", 10),
        (BinaryOperator.DivideInteger, "div", 10),
        (BinaryOperator.Modulo, "mod", 10),
    ];

    private static readonly FrozenDictionary<string, (BinaryOperator Operator, int Precedence)> ByText =
        Table.ToFrozenDictionary(row => row.Text, row => (row.Operator, row.Precedence), StringComparer.Ordinal);

    private static readonly FrozenDictionary<BinaryOperator, (string Text, int Precedence)> ByOperator =
        Table.ToFrozenDictionary(row => row.Operator, row => (row.Text, row.Precedence));

    public static (BinaryOperator Operator, int Precedence)? Find(Token token) =>
        token.Kind is TokenKind.Symbol or TokenKind.Identifier && ByText.TryGetValue(token.Text, out var found) ? found : null;

    public static string Text(this BinaryOperator symbol) => ByOperator[symbol].Text;

    public static int Precedence(this BinaryOperator symbol) => ByOperator[symbol].Precedence;
}

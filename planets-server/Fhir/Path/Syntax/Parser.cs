using System.Collections.Immutable;
using System.Globalization;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Syntax;

/// <summary>Reads the grammar of FHIRPath 2.0.0 by operator precedence.</summary>
internal ref struct Parser
{
    /// <summary>Characters of an expression. The longest of the R4 definitions has 2,700.</summary>
    public const int TextLengthMax = 32_768;

    /// <summary>Expressions inside each other; it bounds the stack of parsing and evaluation.</summary>
    public const int DepthMax = 200;

    private Lexer _lexer;
    private Token _token;
    private int _open;
    private FhirPathError? _error;

    private Parser(ReadOnlySpan<char> text)
    {
        _lexer = new(text);
        _token = _lexer.Next();
    }

    /// <summary>The expression, or null with the error.</summary>
    public static Expr? Parse(string text, out FhirPathError? error)
    {
        if (text.Length > TextLengthMax)
        {
            error = new(FhirPathErrorKind.Limit, $"An expression is longer than {TextLengthMax} characters.", TextLengthMax);
            return null;
        }
        var parser = new Parser(text);
        var expression = parser.Expression(0);
        if (parser._token.Kind != TokenKind.End)
            parser.Fail("An operator or the end is expected here.");
        error = parser._lexer.Error ?? parser._error;
        return error is null ? expression : null;
    }

    private Expr Expression(int precedence)
    {
        if (++_open > DepthMax)
            return TooDeep();
        var left = Prefix();
        while (Error is null)
        {
            var at = _token.Offset;
            if (precedence < Operators.TypePrecedence && (_token.IsWord("is") || _token.IsWord("as")))
                left = new Expr.TypeOperation(left, Take().Text == "is", TypeSpecifier()) { Offset = at };
            else if (Operators.Find(_token) is { } found && found.Precedence > precedence)
            {
                Take();
                left = new Expr.Binary(found.Operator, left, Expression(found.Precedence)) { Offset = at };
            }
            else
                break;
            if (left.Depth > DepthMax)
                return TooDeep();
        }
        _open--;
        return left;
    }

    private readonly FhirPathError? Error => _lexer.Error ?? _error;

    private Expr Prefix()
    {
        if (!_token.IsSymbol("+") && !_token.IsSymbol("-"))
            return Path();
        var sign = Take();
        return new Expr.Negation(Expression(Operators.NegationPrecedence), sign.Text == "-") { Offset = sign.Offset };
    }

    private Expr Path()
    {
        var path = Term();
        while (Error is null)
        {
            var at = _token.Offset;
            if (TakeSymbol("."))
                path = Invocation(path);
            else if (TakeSymbol("["))
            {
                path = new Expr.Indexer(path, Expression(0)) { Offset = at };
                Expect("]");
            }
            else
                break;
            if (path.Depth > DepthMax)
                return TooDeep();
        }
        return path;
    }

    private Expr Term() => _token switch
    {
        { Kind: TokenKind.String } => new Expr.Literal(Value.Of(_token.Text)) { Offset = Take().Offset },
        { Kind: TokenKind.DateOrTime } => new Expr.Literal(Value.Of(_token.Temporal)) { Offset = Take().Offset },
        { Kind: TokenKind.Integer or TokenKind.Decimal } => Number(),
        { Kind: TokenKind.Variable } => new Expr.Variable(_token.Text) { Offset = Take().Offset },
        { Kind: TokenKind.Delimited } => Invocation(null),
        { Kind: TokenKind.Identifier, Text: "true" or "false" } =>
            new Expr.Literal(Value.Of(_token.Text == "true")) { Offset = Take().Offset },
        { Kind: TokenKind.Identifier } => Invocation(null),
        { Text: "%", Kind: TokenKind.Symbol } => External(),
        { Text: "(", Kind: TokenKind.Symbol } => Parenthesised(),
        { Text: "{", Kind: TokenKind.Symbol } => EmptyCollection(),
        _ => Fail("A value, a name or an opening parenthesis is expected here."),
    };

    private Expr Number()
    {
        var number = Take();
        var isInteger = number.Kind == TokenKind.Integer;
        if (!decimal.TryParse(number.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || (isInteger && !IsUnit(_token) && value > int.MaxValue))
            return Fail($"{(isInteger ? "An Integer" : "A Decimal")} is out of range.", number.Offset);
        if (IsUnit(_token))
            return new Expr.Literal(new Value.Quantity(value, Take().Text)) { Offset = number.Offset };
        return new Expr.Literal(isInteger ? Value.Of((int)value) : Value.Of(value)) { Offset = number.Offset };
    }

    private static bool IsUnit(Token token) =>
        token.Kind == TokenKind.String
        || (token.Kind == TokenKind.Identifier && CalendarDuration.FromKeyword(token.Text) is not null);

    private Expr External()
    {
        var at = Take().Offset;
        return _token.Kind is TokenKind.Identifier or TokenKind.Delimited or TokenKind.String
            ? new Expr.External(Take().Text) { Offset = at }
            : Fail("After % a name is expected.");
    }

    private Expr Parenthesised()
    {
        Take();
        var inner = Expression(0);
        Expect(")");
        return inner;
    }

    private Expr EmptyCollection()
    {
        var at = Take().Offset;
        Expect("}");
        return new Expr.Empty { Offset = at };
    }

    // After a dot every name is a name; at the start of a path only those that are not operators of words.
    private Expr Invocation(Expr? target)
    {
        if (_token.Kind == TokenKind.Variable && target is not null)
            return Fail("A variable stands only at the start of a path.");
        if (!IsName(_token, isStart: target is null))
            return Fail("A name is expected here.");
        var name = Take();
        if (!TakeSymbol("("))
            return new Expr.Member(target, name.Text) { Offset = name.Offset };
        return new Expr.Call(target, name.Text, Arguments()) { Offset = name.Offset };
    }

    private ImmutableArray<Expr> Arguments()
    {
        if (TakeSymbol(")"))
            return [];
        var arguments = ImmutableArray.CreateBuilder<Expr>();
        do
            arguments.Add(Expression(0));
        while (TakeSymbol(","));
        Expect(")");
        return arguments.ToImmutable();
    }

    private TypeSpecifier TypeSpecifier()
    {
        var name = Name();
        return TakeSymbol(".") ? new(name, Name()) : new(null, name);
    }

    private string Name()
    {
        if (IsName(_token, isStart: false))
            return Take().Text;
        Fail("The name of a type is expected here.");
        return "";
    }

    private static bool IsName(Token token, bool isStart) =>
        token.Kind == TokenKind.Delimited
        || (token.Kind == TokenKind.Identifier
            && !(isStart && token.Text is "and" or "or" or "xor" or "implies" or "div" or "mod"));

    private Token Take()
    {
        var taken = _token;
        _token = _lexer.Next();
        return taken;
    }

    private bool TakeSymbol(string symbol)
    {
        if (!_token.IsSymbol(symbol))
            return false;
        Take();
        return true;
    }

    private void Expect(string symbol)
    {
        if (!TakeSymbol(symbol))
            Fail($"'{symbol}' is expected here.");
    }

    private Expr TooDeep() => Fail($"Expressions are nested deeper than {DepthMax}.", _token.Offset, FhirPathErrorKind.Limit);

    private Expr Fail(string reason) => Fail(reason, _token.Offset);

    private Expr Fail(string reason, int offset, FhirPathErrorKind kind = FhirPathErrorKind.Syntax)
    {
        _error ??= new(kind, reason, offset);
        _token = new(TokenKind.End, "", offset);
        return new Expr.Empty { Offset = offset };
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Syntax;

/// <summary>Writes an expression so that reading it gives the same expression, with no more parentheses than needed.</summary>
internal static class ExprText
{
    private const int PathPrecedence = 12;

    public static string Write(Expr expression) => Write(expression, 0);

    private static string Write(Expr expression, int around)
    {
        var text = Text(expression);
        return Precedence(expression) <= around ? $"({text})" : text;
    }

    private static int Precedence(Expr expression) => expression switch
    {
        Expr.Binary binary => binary.Operator.Precedence(),
        Expr.TypeOperation => Operators.TypePrecedence,
        Expr.Negation => Operators.NegationPrecedence,
        _ => int.MaxValue,
    };

    private static string Text(Expr expression) => expression switch
    {
        Expr.Empty => "{}",
        Expr.Literal literal => Literal(literal.Value),
        Expr.Variable variable => "$" + variable.Name,
        Expr.External external => "%" + Name(external.Name),
        Expr.Member { Target: null } member => Name(member.Name, isStart: true),
        Expr.Member member => $"{Write(member.Target, PathPrecedence)}.{Name(member.Name)}",
        Expr.Call { Target: null } call => Name(call.Name, isStart: true) + Arguments(call),
        Expr.Call call => $"{Write(call.Target, PathPrecedence)}.{Name(call.Name)}{Arguments(call)}",
        Expr.Indexer indexer => $"{Write(indexer.Target, PathPrecedence)}[{Write(indexer.Index, 0)}]",
        Expr.Negation negation => (negation.IsMinus ? "-" : "+") + Write(negation.Operand, Operators.NegationPrecedence - 1),
        Expr.Binary binary => Binary(binary),
        Expr.TypeOperation operation => TypeOperation(operation),
        _ => throw new UnreachableException(),
    };

    private static string Binary(Expr.Binary binary)
    {
        var precedence = binary.Operator.Precedence();
        return $"{Write(binary.Left, precedence - 1)} {binary.Operator.Text()} {Write(binary.Right, precedence)}";
    }

    private static string TypeOperation(Expr.TypeOperation operation)
    {
        var type = operation.Type.Namespace is { } name ? $"{Name(name)}.{Name(operation.Type.Name)}" : Name(operation.Type.Name);
        return $"{Write(operation.Operand, Operators.TypePrecedence - 1)} {(operation.IsTest ? "is" : "as")} {type}";
    }

    private static string Arguments(Expr.Call call) => $"({string.Join(", ", call.Arguments.Select(each => Write(each, 0)))})";

    private static string Literal(Value value) => value switch
    {
        Value.String text => Quoted(text.Text, '\''),
        Value.DateOrTime { Temporal: { Kind: TemporalKind.Time } time } => $"@T{time}",
        Value.DateOrTime { Temporal: { Kind: TemporalKind.DateTime, Precision: <= TemporalPrecision.Day } date } => $"@{date}T",
        Value.DateOrTime { Temporal: var temporal } => $"@{temporal}",
        Value.Quantity quantity when CalendarDuration.FromKeyword(quantity.Unit) is null =>
            string.Create(CultureInfo.InvariantCulture, $"{quantity.Number} {Quoted(quantity.Unit, '\'')}"),
        _ => value.ToString(),
    };

    private static string Name(string name, bool isStart = false)
    {
        var isPlain = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name
            .All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
            && !(isStart && name is "and" or "or" or "xor" or "implies" or "div" or "mod" or "true" or "false");
        return isPlain ? name : Quoted(name, '`');
    }

    private static string Quoted(string text, char quote)
    {
        var quoted = new StringBuilder().Append(quote);
        foreach (var letter in text)
            quoted.Append(letter switch
            {
                '\\' => @"\\",
                '\n' => @"\n",
                '\r' => @"\r",
                '\t' => @"\t",
                '\f' => @"\f",
                _ when letter == quote => $"\\{quote}",
                _ when char.IsControl(letter) || char.IsSurrogate(letter) => $"\\u{(int)letter:X4}",
                _ => letter.ToString(),
            });
        return quoted.Append(quote).ToString();
    }
}

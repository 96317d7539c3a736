using System.Text;
using FsCheck;
using Phr.Fhir;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;

namespace Phr.Tests.FhirPath;

/// <summary>What holds for expressions in general, over random ones.</summary>
public sealed class FhirPathLawsTest
{
    private static readonly string[] Leaves =
    [
        "1", "2.50", "'a'", "true", "false", "{}", "@2020-02", "@2020-02-29T10:00:00+09:00", "@T10:30", "4 'mg'", "2 weeks", "$this",
        "%resource", "name", "name.given", "birthDate", "`value`", "telecom.where(system = 'phone').value", "active", "$index",
    ];

    private static readonly string[] Operators =
    [
        "+", "-", "*", "/", "div", "mod", "&", "|", "=", "!=", "~", "!~", "<", ">=", "in", "contains", "and", "or", "xor", "implies",
    ];

    private static readonly string[] Calls =
    [
        "count()", "first()", "exists()", "not()", "distinct()", "where($this = 1)", "select($this | 2)", "repeat($this)", "toString()",
        "toQuantity()", "children()", "descendants()", "type()", "ofType(string)", "is(code)", "iif($this.exists(), 1, 2)", "tail()",
        "aggregate($total & 'x', '')", "sort()", "sort(-$this)", "lowBoundary()", "length()", "matches('a+')", "all($this is Patient)",
        "combine($this)", "resolve()", "hasValue()", "abs()", "toChars()", "precision()", "single()", "power(2)", "split('a')",
    ];

    private static readonly Gen<string> Expression = Gen.Sized(size => Sized(Math.Min(size, 12)));

    private static readonly FhirPathEnvironment Bounded = FhirPathEnvironment.Default with
    {
        Limits = new(WorkMax: 20_000, ItemsMax: 1_000, TextLengthMax: 10_000, RegexMilliseconds: 50),
    };

    [Fact]
    public void What_is_written_is_read_as_the_same_expression() => Laws.Hold(Expression, 1_000, text =>
    {
        var written = FhirPathExpression.Compile(text).Expression!.ToString();
        return FhirPathExpression.Compile(written).Expression!.ToString() == written
            && Answers.To(text, Answers.Person, Bounded) == Answers.To(written, Answers.Person, Bounded);
    });

    [Fact]
    public void Equality_and_equivalence_agree_whichever_side_comes_first() => Laws.Hold(Gen.Two(Expression), 1_000, pair =>
    {
        var (a, b) = pair;
        return Same($"({a}) = ({b})", $"({b}) = ({a})")
            && Same($"({a}) ~ ({b})", $"({b}) ~ ({a})")
            && Same($"({a}) != ({b})", $"(({a}) = ({b})).not()")
            && Same($"({a}) < ({b})", $"({b}) > ({a})");
    });

    [Fact]
    public void Sets_keep_their_laws() => Laws.Hold(Gen.Two(Expression), 500, pair =>
    {
        var (a, b) = pair;
        return Same($"(({a}) | ({b})).count()", $"(({b}) | ({a})).count()")
            && Same($"({a}).distinct().count()", $"(({a}) | ({a})).count()")
            && Same($"({a}).combine({b}).count()", $"({a}).count() + ({b}).count()")
            && Same($"({a}).isDistinct()", $"({a}).count() = ({a}).distinct().count()");
    });

    [Fact]
    public void Logic_keeps_the_laws_of_De_Morgan() => Laws.Hold(Gen.Two(Expression), 500, pair =>
    {
        var (a, b) = pair;
        return Same($"(({a}).exists() and ({b}).first().exists()).not()", $"({a}).exists().not() or ({b}).first().exists().not()");
    });

    [Fact]
    public void A_sum_of_days_comes_back() => Laws.Hold(Arb.Generate<int>(), 500, days =>
        Answers.To($"(@2000-06-15 + {Math.Abs(days)} days) - {Math.Abs(days)} days = @2000-06-15") == "[true]");

    [Fact]
    public void An_earlier_start_never_orders_after() => Laws.Hold(Gen.Two(Gen.Elements(
        "@2020", "@2020-02", "@2020-02-29", "@2020-02-29T23", "@2020-02-29T23:30Z", "@2020-02-29T23:30:00+09:00", "@2021",
            "@2020-03-01T00:30")), 200,
        pair => (Value(pair.Item1), Value(pair.Item2)) is var (a, b)
            && (TemporalComparison.Compare(a, b) is not { } order
                || Math.Sign(order) == Math.Sign(TemporalComparison.CompareStarts(a, b))));

    [Fact]
    public void No_text_makes_compiling_or_evaluating_throw_or_hang()
    {
        var pieces = Gen.Elements([.. Leaves, .. Operators, .. Calls, "(", ")", "[", "]", ".", ",", "'", "`", "@", "%", "/*", "//",
            "\\", "\0", "日", "-", "1e9"]);
        Laws.Hold(Gen.ListOf(pieces).Select(parts => string.Join(' ', parts)), 3_000, DoesNotThrow);
        Laws.Hold(Gen.Two(Expression).SelectMany(pair => Gen.Choose(0, 40).Select(at => Spliced(pair.Item1, pair.Item2, at))), 3_000,
            DoesNotThrow);
    }

    private static bool DoesNotThrow(string text)
    {
        foreach (var resource in new[] { null, Answers.Person, Answers.Weight })
        {
            Answers.To(text, resource, Bounded);
            Answers.To(text, resource, Bounded with { IsStrict = true });
        }
        return true;
    }

    private static string Spliced(string left, string right, int at) =>
        left[..Math.Min(at, left.Length)] + right[Math.Min(at, right.Length)..];

    private static Gen<string> Sized(int size)
    {
        var leaf = Gen.Elements(Leaves);
        if (size <= 1)
            return leaf;
        var smaller = Sized(size / 2);
        return Gen.OneOf(
            leaf,
            smaller.SelectMany(left => Gen.Elements(Operators).SelectMany(symbol => smaller.Select(right => $"({left} {symbol} {right})"))),
            smaller.SelectMany(target => Gen.Elements(Calls).Select(call => $"({target}).{call}")),
            smaller.Select(target => $"({target})[0]"),
            smaller.Select(operand => $"(-({operand}))"),
            smaller.Select(operand => $"({operand} as Quantity)"));
    }

    // Where either side ends in an error, the law says nothing.
    private static bool Same(string left, string right)
    {
        var (first, second) = (Answers.To(left, Answers.Person, Bounded), Answers.To(right, Answers.Person, Bounded));
        return first == second || first.EndsWith("error", StringComparison.Ordinal) || second.EndsWith("error", StringComparison.Ordinal);
    }

    private static Temporal Value(string literal) => ((Value.DateOrTime)Answers.Single(literal)).Temporal;
}

using Phr.Fhir.Path;
using Phr.Fhir.Path.Functions;
using Phr.Fhir.Path.Syntax;

namespace Phr.Tests.FhirPath;

public sealed class LimitsTest
{
    private static readonly FhirPathEnvironment Small = FhirPathEnvironment.Default with
    {
        Limits = new(WorkMax: 10_000, ItemsMax: 100, TextLengthMax: 100, RegexMilliseconds: 50),
    };

    [Theory]
    [InlineData(0, "[true]")]
    [InlineData(1, "Limit error")]
    public void A_regular_expression_tells_a_number_of_characters_beyond_the_basic_plane_apart(int more, string expected)
    {
        const int inPrivateUse = 6_400;
        var text = string.Concat(Enumerable.Range(0x20000, inPrivateUse + more).Select(char.ConvertFromUtf32));

        Assert.Equal(expected, Answers.To($"'{text}'.matches('.')"));
    }

    [Fact]
    public void An_expression_of_the_longest_length_is_read_and_a_longer_one_is_not()
    {
        string Padded(int length) => "1" + new string(' ', length - 1);

        Assert.Equal("[1]", Answers.To(Padded(Parser.TextLengthMax)));
        Assert.Equal("Limit error", Answers.To(Padded(Parser.TextLengthMax + 1)));
    }

    [Theory]
    [InlineData("(", "1", ")", 1)]
    [InlineData("", "a", ".a", 1)]
    [InlineData("", "1", " + 1", 1)]
    [InlineData("-", "1", "", 1)]
    [InlineData("f(", "1", ")", 1)]
    public void Expressions_nest_as_deep_as_the_limit_and_no_deeper(string before, string core, string after, int perLevel)
    {
        string Nested(int depth) =>
            string.Concat(Enumerable.Repeat(before, (depth - 1) / perLevel)) + core
            + string.Concat(Enumerable.Repeat(after, (depth - 1) / perLevel));

        Assert.Null(ParseError(Nested(Parser.DepthMax)));
        Assert.Equal(FhirPathErrorKind.Limit, ParseError(Nested(Parser.DepthMax + 1))?.Kind);
        Assert.Equal(FhirPathErrorKind.Limit, ParseError(Nested(10_000))?.Kind);
    }

    [Fact]
    public void The_deepest_expression_evaluates_on_a_small_stack()
    {
        var expression = string.Concat(Enumerable.Repeat("iif(true, ", Parser.DepthMax - 2)) + "1 + 1"
            + new string(')', Parser.DepthMax - 2);
        var answer = "";
        var thread = new Thread(() => answer = Answers.To(expression), maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();

        Assert.Equal("[2]", answer);
    }

    [Theory]
    [InlineData("1.repeat($this + 1).count()")]
    [InlineData("1.repeat('a' & $this.toString())")]
    [InlineData("(1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9).aggregate($total.combine($total), 1 | 2)")]
    [InlineData("(1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9).aggregate($total & $total, 'abcdefgh')")]
    [InlineData("'abcdefghijklmnopqrstuvwxyz'.replace('', 'abcdefghijklmnopqrstuvwxyz')")]
    [InlineData("'abcdefghijklmnopqrstuvwxyz'.replaceMatches('[a-z]', 'abcdefghijklmnopqrstuvwxyz')")]
    public void What_would_grow_without_end_is_ended(string expression) =>
        Assert.Equal("Limit error", Answers.To(expression, null, Small));

    [Fact]
    public void A_collection_has_as_many_items_as_the_limit_and_no_more()
    {
        Assert.Equal("[100]", Answers.To("1.repeat(iif($this < 101, $this + 1, {})).count()", null, Small));
        Assert.Equal("Limit error", Answers.To("1.repeat(iif($this < 102, $this + 1, {})).count()", null, Small));
    }

    [Fact]
    public void A_string_has_as_many_characters_as_the_limit_and_no_more()
    {
        Assert.Equal("[100]", Answers.To($"('{new string('a', 99)}' & 'b').length()", null, Small));
        Assert.Equal("Limit error", Answers.To($"('{new string('a', 100)}' & 'b').length()", null, Small));
    }

    [Fact]
    public void Work_is_done_up_to_the_limit_and_no_further()
    {
        string With(long work) => Answers.To("(1 | 2 | 3).select($this + 1).count()", null,
            FhirPathEnvironment.Default with { Limits = FhirPathLimits.Default with { WorkMax = work } });
        var least = Enumerable.Range(1, 1_000).First(work => With(work) != "Limit error");

        Assert.InRange(least, 10, 100);
        Assert.Equal("[3]", With(least));
        Assert.Equal("Limit error", With(least - 1));
    }

    [Fact]
    public void A_regular_expression_that_backtracks_without_end_is_stopped()
    {
        var text = new string('a', 60);

        Assert.Equal("Limit error", Answers.To($"'{text}'.matches('^(?=a)(a+)+$\\\\1b')", null, Small));
        Assert.Equal("[false]", Answers.To($"'{text}'.matches('^(a+)+$b')", null, Small));
    }

    [Fact]
    public void A_regular_expression_has_as_many_characters_as_the_limit_and_no_more()
    {
        Assert.Equal("[false]", Answers.To($"'b'.matches('{new string('a', PatternFunctions.PatternLengthMax)}')"));
        Assert.Equal("Limit error", Answers.To($"'b'.matches('{new string('a', PatternFunctions.PatternLengthMax + 1)}')"));
    }

    [Fact]
    public void An_error_at_a_limit_names_the_operation_under_way() =>
        Assert.Equal(("A collection has more than 100 items.", 2), Answers.ErrorOf("1.repeat($this + 1)", null, Small));

    [Fact]
    public void The_cache_keeps_what_was_used_last()
    {
        var cache = new FhirPathCache(entriesMax: 2);
        var first = cache.Compile("1").Expression;
        cache.Compile("2");
        cache.Compile("1");
        cache.Compile("3");

        Assert.Equal(2, cache.Count);
        Assert.Same(first, cache.Compile("1").Expression);
        Assert.Same(cache.Compile("3").Expression, cache.Compile("3").Expression);
        Assert.NotNull(cache.Compile("1 +").Error);
    }

    private static FhirPathError? ParseError(string expression)
    {
        Parser.Parse(expression, out var error);
        return error;
    }
}

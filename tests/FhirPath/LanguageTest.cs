namespace Phr.Tests.FhirPath;

public sealed class LanguageTest
{
    [Theory]
    [InlineData("1 + 2 * 3", "[7]")]
    [InlineData("(1 + 2) * 3", "[9]")]
    [InlineData("-1 - -2", "[1]")]
    [InlineData("1 | 2 + 1 | 3", "[1,3]")]
    [InlineData("2 > 1 = true", "[true]")]
    [InlineData("1 = 1 and 2 = 3 or true", "[true]")]
    [InlineData("false and {} implies false", "[true]")]
    [InlineData("1 is Integer and 2 is Decimal", "[false]")]
    [InlineData("1 in 1 | 2", "[true]")]
    [InlineData("5.5 div 0.7", "[7]")]
    [InlineData("5.5 mod 0.7", "[0.6]")]
    [InlineData("'a' & {} & 'b'", "[\"ab\"]")]
    [InlineData("-(1)", "[-1]")]
    [InlineData("+1.50", "[1.50]")]
    [InlineData("1 // rest\n + /* in */ 1", "[2]")]
    public void Operators_bind_as_the_table_of_precedence_says(string expression, string expected) =>
        Assert.Equal(expected, Answers.To(expression));

    [Theory]
    [InlineData("true", "true", "true", "true", "false", "true")]
    [InlineData("true", "false", "false", "true", "true", "false")]
    [InlineData("true", "{}", "", "true", "", "")]
    [InlineData("false", "true", "false", "true", "true", "true")]
    [InlineData("false", "false", "false", "false", "false", "true")]
    [InlineData("false", "{}", "false", "", "", "true")]
    [InlineData("{}", "true", "", "true", "", "true")]
    [InlineData("{}", "false", "false", "", "", "")]
    [InlineData("{}", "{}", "", "", "", "")]
    public void Logic_has_three_values(string left, string right, string and, string or, string xor, string implies)
    {
        Assert.Equal($"[{and}]", Answers.To($"{left} and {right}"));
        Assert.Equal($"[{or}]", Answers.To($"{left} or {right}"));
        Assert.Equal($"[{xor}]", Answers.To($"{left} xor {right}"));
        Assert.Equal($"[{implies}]", Answers.To($"{left} implies {right}"));
    }

    [Theory]
    [InlineData("{} = {}", "[]")]
    [InlineData("1 = {}", "[]")]
    [InlineData("{} ~ {}", "[true]")]
    [InlineData("1 ~ {}", "[false]")]
    [InlineData("(1 | 2) = (1 | 2)", "[true]")]
    [InlineData("(1 | 2) = (2 | 1)", "[false]")]
    [InlineData("(1 | 2) ~ (2 | 1)", "[true]")]
    [InlineData("(1 | 2) = 1", "[false]")]
    [InlineData("1 = 1.0", "[true]")]
    [InlineData("1.10 = 1.1", "[true]")]
    [InlineData("1.11 ~ 1.1", "[true]")]
    [InlineData("1.2 ~ 1.1", "[false]")]
    [InlineData("'a b' ~ 'A\\tB'", "[true]")]
    [InlineData("'a' = 'A'", "[false]")]
    [InlineData("1 = '1'", "[false]")]
    [InlineData("true = 1", "[false]")]
    [InlineData("'b' > 'a'", "[true]")]
    [InlineData("'abc' <= 'ABC'", "[false]")]
    [InlineData("1 > 'a'", "Execution error")]
    [InlineData("true > false", "Execution error")]
    [InlineData("(1 | 2) > 1", "Execution error")]
    public void Equality_and_order_compare_values_of_one_type(string expression, string expected) =>
        Assert.Equal(expected, Answers.To(expression));

    [Theory]
    [InlineData("(1 | 2 | 2).count()", "[2]")]
    [InlineData("1.combine(1).count()", "[2]")]
    [InlineData("(1 | 2 | 3)[1]", "[2]")]
    [InlineData("(1 | 2 | 3)[9]", "[]")]
    [InlineData("(1 | 2 | 3).tail()", "[2,3]")]
    [InlineData("(1 | 2 | 3).skip(-1)", "[1,2,3]")]
    [InlineData("(1 | 2 | 3).take(2)", "[1,2]")]
    [InlineData("(1 | 2 | 3).last()", "[3]")]
    [InlineData("{}.single()", "[]")]
    [InlineData("(1 | 2).single()", "Execution error")]
    [InlineData("(1 | 2 | 3).intersect(2 | 3 | 4)", "[2,3]")]
    [InlineData("1.combine(1).exclude(2)", "[1,1]")]
    [InlineData("(1 | 2).subsetOf(1 | 2 | 3)", "[true]")]
    [InlineData("(1 | 2).supersetOf(3)", "[false]")]
    [InlineData("(1 | 2 | 3).where($this > 1)", "[2,3]")]
    [InlineData("(1 | 2 | 3).select($this * $index)", "[0,2,6]")]
    [InlineData("(1 | 2 | 3).all($this > 0)", "[true]")]
    [InlineData("(1 | 2 | 3).exists($this > 2)", "[true]")]
    [InlineData("(true | false).anyFalse()", "[true]")]
    [InlineData("{}.allTrue()", "[true]")]
    [InlineData("(1 | 2 | 3).aggregate($this + $total, 0)", "[6]")]
    [InlineData("(1 | 2 | 3).aggregate(iif($total.empty() or $this > $total, $this, $total))", "[3]")]
    [InlineData("1.repeat(iif($this < 5, $this + 1, {}))", "[2,3,4,5]")]
    [InlineData("1.repeat($this)", "[1]")]
    [InlineData("(3 | 1 | 2).sort()", "[1,2,3]")]
    [InlineData("('a' | 'c' | 'b').sort(-$this)", "[\"c\",\"b\",\"a\"]")]
    [InlineData("(@2020-01 | @2019 | @2020-01-15).sort()", "[\"2019\",\"2020-01\",\"2020-01-15\"]")]
    [InlineData("(1 | 'a').sort()", "Execution error")]
    [InlineData("(1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18.0 | 18).count()", "[18]")]
    public void Collections_are_ordered_and_may_repeat(string expression, string expected) =>
        Assert.Equal(expected, Answers.To(expression));

    [Theory]
    [InlineData("iif(true, 1, 1.single() / 'a')", "[1]")]
    [InlineData("iif(false, unit / 0, 2)", "[2]")]
    [InlineData("iif({}, 1)", "[]")]
    [InlineData("'x'.iif($this = 'x', $this, 1)", "[\"x\"]")]
    [InlineData("(1 | 2).iif(true, 1)", "Execution error")]
    [InlineData("false and (1 | 2)", "[false]")]
    public void Only_the_branch_that_is_chosen_is_evaluated(string expression, string expected) =>
        Assert.Equal(expected, Answers.To(expression));

    [Theory]
    [InlineData("1 +", 3, "A value, a name or an opening parenthesis is expected here.")]
    [InlineData("a.", 2, "A name is expected here.")]
    [InlineData("'open", 0, "A string is not closed.")]
    [InlineData("`open", 0, "A name in backticks is not closed.")]
    [InlineData("/* open", 0, "A comment is not closed.")]
    [InlineData("(1", 2, "')' is expected here.")]
    [InlineData("a[1", 3, "']' is expected here.")]
    [InlineData("1 2", 2, "An operator or the end is expected here.")]
    [InlineData("a ? b", 2, "This character has no meaning here.")]
    [InlineData("$that", 0, "Only $this, $index and $total begin with a dollar sign.")]
    [InlineData("a.$this", 2, "A variable stands only at the start of a path.")]
    [InlineData("@2021-02-29", 0, "This date or time does not exist.")]
    [InlineData("@T24:00", 0, "After @ a date or time is expected.")]
    [InlineData("@T10:30:00Z", 10, "An operator or the end is expected here.")]
    [InlineData("2147483648", 0, "An Integer is out of range.")]
    [InlineData("99999999999999999999999999999999.0", 0, "A Decimal is out of range.")]
    [InlineData("and", 0, "A name is expected here.")]
    [InlineData("1 is", 4, "The name of a type is expected here.")]
    [InlineData("a.b.nothing()", 4, "There is no function nothing().")]
    [InlineData("a.count(1)", 2, "count() does not take 1 arguments.")]
    [InlineData("a is Nothing", 2, "There is no type Nothing.")]
    [InlineData("a.ofType(1)", 2, "The name of a type is expected here.")]
    public void A_faulty_expression_is_told_with_its_place(string expression, int offset, string reason) =>
        Assert.Equal((reason, offset), Answers.ErrorOf(expression));

    [Fact]
    public void The_place_of_an_error_counts_lines_and_columns()
    {
        const string text = "1 +\n  2 +\n  ?";
        var error = Phr.Fhir.Path.FhirPathExpression.Compile(text).Error!;

        Assert.Equal((3, 3), error.Place(text));
    }

    [Theory]
    [InlineData("'\\'\\\"\\`\\r\\n\\t\\f\\\\\\u65e5'", "'\"`\r\n\t\f\\日")]
    [InlineData("'\\p\\3'", "p3")]
    [InlineData("'\\u005'", "u005")]
    public void Escapes_in_strings_stand_for_characters(string expression, string expected) =>
        Assert.Equal(expected, Answers.Single(expression).ToString());
}

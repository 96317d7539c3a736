namespace Phr.Tests.FhirPath;

public sealed class QuantityTest
{
    [Theory]
    [InlineData("4 'g' = 4000 'mg'", "[true]")]
    [InlineData("4 'g' > 4040 'mg'", "[false]")]
    [InlineData("1 'm' = 1 'kg'", "[]")]
    [InlineData("1 'm' ~ 1 'kg'", "[false]")]
    [InlineData("4 'g' ~ 4040 'mg'", "[true]")]
    [InlineData("37 'Cel' = 98.6 '[degF]'", "[true]")]
    [InlineData("1 'nonsense' = 1 'nonsense'", "[true]")]
    [InlineData("1 'nonsense' = 1 'mg'", "[]")]
    [InlineData("1 'nonsense' ~ 1 'mg'", "[false]")]
    [InlineData("1 '1' = 1", "[true]")]
    [InlineData("50 '%' = 0.5", "[true]")]
    [InlineData("1 'mg' < 5", "[]")]
    public void Units_of_one_dimension_compare(string expression, string expected) =>
        Assert.Equal(expected, Answers.To(expression));

    [Theory]
    [InlineData("7 days = 1 week", "[true]")]
    [InlineData("7 days = 1 'wk'", "[true]")]
    [InlineData("1 second = 1 's'", "[true]")]
    [InlineData("1 year = 12 months", "[true]")]
    [InlineData("1 year = 365 days", "[true]")]
    [InlineData("1 year = 1 'a'", "[]")]
    [InlineData("1 year ~ 1 'a'", "[true]")]
    [InlineData("1 month > 1 'mo'", "[]")]
    [InlineData("365 days = 1 'a'", "[]")]
    [InlineData("1 year.toString()", "[\"1 year\"]")]
    [InlineData("2 years + 6 months", "[{\"value\":30,\"unit\":\"months\"}]")]
    public void Calendar_years_and_months_are_not_those_of_UCUM(string expression, string expected) =>
        Assert.Equal(expected, Answers.To(expression));

    [Theory]
    [InlineData("(3 'm' + 3 'cm').toString()", "303 'cm'")]
    [InlineData("(3 'm' - 3 'cm').toString()", "297 'cm'")]
    [InlineData("(3 'cm' * 12 'cm2').toString()", "36 'cm3'")]
    [InlineData("(12 'cm2' / 3 'cm').toString()", "4 'cm'")]
    [InlineData("(10 'mg' / 2).toString()", "5 'mg'")]
    [InlineData("(1 / 2 's').toString()", "0.5 '/s'")]
    [InlineData("(60 'mg' / 2 hours).toString()", "30 'mg/h'")]
    [InlineData("(-5.5 'mg').abs().toString()", "5.5 'mg'")]
    [InlineData("(1.587 'cm').lowBoundary(8).toString()", "1.58650000 'cm'")]
    [InlineData("(5 'g').toQuantity('mg').toString()", "5000 'mg'")]
    [InlineData("'4.5 \\'mg\\''.toQuantity().toString()", "4.5 'mg'")]
    [InlineData("(1 'cm').comparable(1 '[in_i]').toString()", "true")]
    [InlineData("(1 'cm').comparable(1 '[nothing]').toString()", "false")]
    public void Arithmetic_carries_the_units(string expression, string expected) =>
        Assert.Equal($"[\"{expected}\"]", Answers.To(expression));

    [Theory]
    [InlineData("1 'm' + 1 'kg'")]
    [InlineData("1 'Cel' * 2 'm'")]
    [InlineData("1 'm' / 0 'm'")]
    [InlineData("1 'nonsense' * 1 'm'")]
    [InlineData("(5 'g').toQuantity('m')")]
    [InlineData("'4.5 mg'.toQuantity()")]
    [InlineData("'1 wk'.toQuantity()")]
    [InlineData("'\\'mg\\''.toQuantity()")]
    public void What_units_do_not_allow_is_empty(string expression) => Assert.Equal("[]", Answers.To(expression));

    [Theory]
    [InlineData("Observation.value > 70 'kg'", "[true]")]
    [InlineData("Observation.value = 70500 'g'", "[true]")]
    [InlineData("Observation.value.value", "[70.50]")]
    [InlineData("Observation.referenceRange.high < 81 'bags'", "[true]")]
    [InlineData("Observation.referenceRange.low < 81 'bags'", "Execution error")]
    [InlineData("Observation.value.is(System.Quantity)", "[false]")]
    [InlineData("(1 'mg').value | (1 'mg').unit", "[1,\"mg\"]")]
    public void A_Quantity_of_FHIR_is_one_of_the_language(string expression, string expected) =>
        Assert.Equal(expected, Answers.To(expression, Answers.Weight));
}

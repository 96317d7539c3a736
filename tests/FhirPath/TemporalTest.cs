using Phr.Fhir.Path;

namespace Phr.Tests.FhirPath;

public sealed class TemporalTest
{
    [Theory]
    [InlineData("@2012 = @2012", "[true]")]
    [InlineData("@2012 = @2013", "[false]")]
    [InlineData("@2012-01 = @2012", "[]")]
    [InlineData("@2012-02 = @2013", "[false]")]
    [InlineData("@2012-01 ~ @2012", "[false]")]
    [InlineData("@2012-01-01T10:30:31.0 = @2012-01-01T10:30:31", "[true]")]
    [InlineData("@2012-01-01T10:30:31.1 = @2012-01-01T10:30:31", "[false]")]
    [InlineData("@2012-01-01T10:30 = @2012-01-01T10:30:31", "[]")]
    [InlineData("@2012-01-01 = @2012-01-01T", "[true]")]
    [InlineData("@T10:30 = @2012-01-01", "[false]")]
    [InlineData("@2018-03 > @2018-02-28", "[true]")]
    [InlineData("@2018-03 > @2018-03-01", "[]")]
    [InlineData("@T10 > @T10:30", "[]")]
    [InlineData("@T11 > @T10:30", "[true]")]
    public void Values_of_different_precision_compare_as_far_as_they_are_known(string expression, string expected) =>
        Assert.Equal(expected, Answers.To(expression));

    [Theory]
    [InlineData("@2017-11-05T01:30:00-04:00 < @2017-11-05T01:15:00-05:00", "[true]")]
    [InlineData("@2017-11-05T01:30:00-04:00 = @2017-11-05T00:30:00-05:00", "[true]")]
    [InlineData("@2012-04-15T15:00:00Z = @2012-04-15T10:00:00", "[]")]
    [InlineData("@2012-04-15T15:00:00Z < @2012-04-18T10:00:00", "[true]")]
    [InlineData("@2012-04-15T15:00:00Z = @2012-04-18T10:00:00", "[false]")]
    [InlineData("@2012-04-15T15:00:00Z ~ @2012-04-15T15:00:00", "[false]")]
    public void An_offset_against_none_compares_where_no_zone_could_matter(string expression, string expected) =>
        Assert.Equal(expected, Answers.To(expression));

    [Theory]
    [InlineData("@2020-01-31 + 1 month", "[\"2020-02-29\"]")]
    [InlineData("@2020-02-29 + 1 year", "[\"2021-02-28\"]")]
    [InlineData("@2020-03-01 - 1 day", "[\"2020-02-29\"]")]
    [InlineData("@2020-03-01 + 2 weeks", "[\"2020-03-15\"]")]
    [InlineData("@2020-03-01 + 1 'wk'", "[\"2020-03-08\"]")]
    [InlineData("@2020-03-01 + 1.9 days", "[\"2020-03-02\"]")]
    [InlineData("@2014 + 23 months", "[\"2015\"]")]
    [InlineData("@2016 + 365 days", "[\"2017\"]")]
    [InlineData("@2016-02T + 59 days", "[\"2016-03\"]")]
    [InlineData("@2020-03-28T23:30:00+01:00 + 1 hour", "[\"2020-03-29T00:30:00+01:00\"]")]
    [InlineData("@2020-03-28T23:30 + 90 seconds", "[\"2020-03-28T23:31\"]")]
    [InlineData("@T23:30 + 1 hour", "[\"00:30\"]")]
    [InlineData("@T00:30:00 - 1 hour", "[\"23:30:00\"]")]
    [InlineData("@T00:00:00 + 0.5 seconds", "[\"00:00:00.500\"]")]
    [InlineData("@2020-03-01 + 1 'mo'", "Execution error")]
    [InlineData("@2020-03-01 + 1 'kg'", "Execution error")]
    [InlineData("@2020-03-01 + 1 hour", "Execution error")]
    [InlineData("@T10:00 + 1 day", "Execution error")]
    [InlineData("@9999-12-31 + 1 day", "Execution error")]
    [InlineData("@0001-01-01 - 1 year", "Execution error")]
    [InlineData("@2020-01-01 + 99999999999999999 years", "Execution error")]
    [InlineData("@2020-01-01 + {}", "[]")]
    public void Durations_move_dates_by_the_calendar(string expression, string expected) =>
        Assert.Equal(expected, Answers.To(expression));

    [Theory]
    [InlineData("@2014.lowBoundary()", "[\"2014-01-01\"]")]
    [InlineData("@2014-02.highBoundary()", "[\"2014-02-28\"]")]
    [InlineData("@2014T.lowBoundary()", "[\"2014-01-01T00:00:00.000+14:00\"]")]
    [InlineData("@2014T.highBoundary()", "[\"2014-12-31T23:59:59.999-12:00\"]")]
    [InlineData("@2014-01-01T08:05+09:00.highBoundary()", "[\"2014-01-01T08:05:59.999+09:00\"]")]
    [InlineData("@2014-01-01T08:05:01.5Z.highBoundary()", "[\"2014-01-01T08:05:01.599Z\"]")]
    [InlineData("@2014-01-01T08:05:01.599Z.highBoundary(14)", "[\"2014-01-01T08:05:01Z\"]")]
    [InlineData("@T10:30.highBoundary(6)", "[\"10:30:59\"]")]
    [InlineData("@T10.highBoundary()", "[\"10:59:59.999\"]")]
    [InlineData("@2014.lowBoundary(5)", "[]")]
    [InlineData("@T10.lowBoundary(17)", "[]")]
    [InlineData("@2014-05-06.precision()", "[8]")]
    [InlineData("@T10:30:00.123.precision()", "[9]")]
    public void A_vague_value_has_a_least_and_a_greatest_one(string expression, string expected) =>
        Assert.Equal(expected, Answers.To(expression));

    [Fact]
    public void Now_is_one_instant_through_an_evaluation_and_has_its_zone()
    {
        var clock = new SteppingClock();
        var environment = FhirPathEnvironment.Default with { Clock = clock };

        Assert.Equal("[true]", Answers.To("now() = now() and now() ~ now() and today() = now().toDate()", null, environment));
        Assert.Equal(1, clock.Reads);
        Assert.Equal("[\"2021-03-01T09:00:02.000+09:00\"]", Answers.To("now()", null, environment));
        Assert.Equal("[\"2021-03-01\",\"09:00:03.000\"]", Answers.To("today() | timeOfDay()", null, environment));
    }

    private sealed class SteppingClock : TimeProvider
    {
        public int Reads { get; private set; }

        public override TimeZoneInfo LocalTimeZone { get; } =
            TimeZoneInfo.CreateCustomTimeZone("JST", TimeSpan.FromHours(9), "JST", "JST");

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2021, 3, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(++Reads);
    }
}

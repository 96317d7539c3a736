using System.Globalization;
using System.Text;
using Phr.Fhir.Indexing;

namespace Phr.Tests.Fhir.Indexing;

public class DateRangeTest
{
    [Theory]
    [InlineData("2024", "2023-12-31T15:00:00Z", "2024-12-31T15:00:00Z")]
    [InlineData("2024-02", "2024-01-31T15:00:00Z", "2024-02-29T15:00:00Z")]
    [InlineData("2024-02-29", "2024-02-28T15:00:00Z", "2024-02-29T15:00:00Z")]
    [InlineData("2024-02-29T10:00", "2024-02-29T01:00:00Z", "2024-02-29T01:01:00Z")]
    [InlineData("2024-02-29T10:00Z", "2024-02-29T10:00:00Z", "2024-02-29T10:01:00Z")]
    [InlineData("2024-02-29T10:00:00", "2024-02-29T01:00:00Z", "2024-02-29T01:00:01Z")]
    [InlineData("2024-02-29T10:00:00-05:30", "2024-02-29T15:30:00Z", "2024-02-29T15:30:01Z")]
    [InlineData("2024-02-29T10:00:00 09:00", "2024-02-29T01:00:00Z", "2024-02-29T01:00:01Z")]
    [InlineData("2024-02-29T10:00:00.5Z", "2024-02-29T10:00:00.5Z", "2024-02-29T10:00:00.6Z")]
    [InlineData("2024-02-29T10:00:00.123Z", "2024-02-29T10:00:00.123Z", "2024-02-29T10:00:00.124Z")]
    [InlineData("2024-02-29T10:00:00.123456789Z", "2024-02-29T10:00:00.1234567Z", "2024-02-29T10:00:00.1234568Z")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", "2017-01-01T00:00:00Z")]
    public void A_date_is_as_wide_as_its_precision(string text, string low, string high)
    {
        Assert.True(DateRange.TryRead(Encoding.UTF8.GetBytes(text), IndexText.Japan, out var range));

        Assert.Equal((Instant(low), Instant(high)), (range.Low, range.High));
    }

    [Theory]
    [InlineData("")]
    [InlineData("24")]
    [InlineData("2023-02-29")]
    [InlineData("2024-02-29T")]
    [InlineData("2024-02-29T10")]
    [InlineData("2024-02-29T24:00")]
    [InlineData("2024-02-29T10:60")]
    [InlineData("2024-02-29T10:00:00+9:00")]
    [InlineData("2024-02-29T10:00:00+15:00")]
    [InlineData("2024-02-29T10:00:00.")]
    [InlineData("2024-02-29 10:00:00Z")]
    public void What_is_no_date_is_not_read(string text) =>
        Assert.False(DateRange.TryRead(Encoding.UTF8.GetBytes(text), IndexText.Japan, out _));

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999")]
    [InlineData("9999-12")]
    [InlineData("9999-12-31")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    public void The_ends_of_the_calendar_are_ends_of_ranges(string text)
    {
        Assert.True(DateRange.TryRead(Encoding.UTF8.GetBytes(text), IndexText.Japan, out var range));
        Assert.True(range.Low <= range.High);
    }

    private static DateTime Instant(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}

using Phr.Planets.Series.Uploads;

namespace Phr.Tests.Series;

public sealed class LocalTimeTest
{
    [Theory]
    [InlineData("2026-07-14T10:00:00+09:00", "2026-07-14T10:00:00Z", OffsetForm.Explicit, 540)]
    [InlineData("2026-07-14T10:00:00-0330", "2026-07-14T10:00:00Z", OffsetForm.Explicit, -210)]
    [InlineData("2026-07-14T10:00:00Z", "2026-07-14T10:00:00Z", OffsetForm.Utc, 0)]
    [InlineData("2026-07-14 10:00", "2026-07-14T10:00:00Z", OffsetForm.None, 0)]
    [InlineData("2026-07-14T10:00:00.5", "2026-07-14T10:00:00.500Z", OffsetForm.None, 0)]
    [InlineData("2026-07-14T10:00:00.123456789Z", "2026-07-14T10:00:00.123Z", OffsetForm.Utc, 0)]
    [InlineData("2024-02-29T23:59:59+00:00", "2024-02-29T23:59:59Z", OffsetForm.Explicit, 0)]
    public void Times_of_devices_are_read(string text, string clock, OffsetForm form, int offset)
    {
        Assert.True(LocalTime.TryParse(text, out var time));
        Assert.Equal(new LocalTime(Given.Ms(clock), form, (short)offset), time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-07-14")]
    [InlineData("2026-13-14T10:00:00Z")]
    [InlineData("2025-02-29T10:00:00Z")]
    [InlineData("2026-07-14T24:00:00Z")]
    [InlineData("2026-07-14T10:00:00.Z")]
    [InlineData("2026-07-14T10:00.5Z")]
    [InlineData("2026-07-14T10:00:00+9")]
    [InlineData("2026-07-14T10:00:00+18:01")]
    [InlineData("2026-07-14T10:00:00+09:60")]
    [InlineData("2026-07-14T10:00:00 JST")]
    [InlineData("14/07/2026 10:00:00")]
    public void Other_texts_are_not(string text) => Assert.False(LocalTime.TryParse(text, out _));
}

using Phr.Planets.Research;

namespace Phr.Tests.Research;

public sealed class ShiftedDateTest
{
    [Theory]
    [InlineData("2024-02-28", 2, "2024-03-01")]
    [InlineData("2023-12-31T23:59:59.5+09:00", 1, "2024-01-01T23:59:59.5+09:00")]
    [InlineData("2024-05", 40, "2024-06")]
    [InlineData("2024", -200, "2023")]
    [InlineData("2024", 100, "2024")]
    [InlineData("0001-01-01", -1, null)]
    [InlineData("9999-12-31", 1, null)]
    [InlineData("secret", 1, null)]
    public void A_date_moves_and_keeps_its_precision(string text, int days, string? expected) =>
        Assert.Equal(expected, ShiftedDate.Of(text, days));

    [Fact]
    public void A_person_is_moved_by_the_same_days_in_one_study_and_never_by_none()
    {
        var pseudonyms = new Pseudonyms(new byte[32]);

        Assert.All(Enumerable.Range(1, 2_000), person => Assert.InRange(Math.Abs(pseudonyms.ShiftOf(person)), 1, Pseudonyms.ShiftMax));
        Assert.Equal(pseudonyms.ShiftOf(7), new Pseudonyms(new byte[32]).ShiftOf(7));
    }

    [Fact]
    public void Two_studies_know_a_person_under_names_that_do_not_meet() => Assert.NotEqual(
        Pseudonyms.Of(new byte[32], "study-1").OfPerson(1), Pseudonyms.Of(new byte[32], "study-2").OfPerson(1));
}

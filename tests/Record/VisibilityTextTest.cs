using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Tests.Record;

/// <summary>The condition about what a Provenance names stands where a Provenance can be among the rows, and nowhere else.</summary>
public sealed class VisibilityTextTest
{
    private static readonly Visibility OfAny = new(
        new RecordReader.Care("hospital-a", "TREAT"), new Caller("a", "a", CallerRole.Hospital, "hospital-a", null, ["system/*.cruds"],
            DateTimeOffset.MaxValue).Permissions, ScopeAccess.Search, new TokenKeys(new byte[32]));

    [Theory]
    [InlineData("Provenance", true)]
    [InlineData("Patient", false)]
    [InlineData(null, true)]
    public void Rows_of_one_type_carry_no_condition_for_another(string? type, bool isAsked)
    {
        var visibility = type is null ? OfAny : OfAny.Of(ResourceTypes.Number(type));
        var (all, reached) = (new SqlText(), new SqlText());

        visibility.AppendTo(all);
        visibility.AppendToReached(reached);

        Assert.Equal(isAsked, all.ToString().Contains("bool_and", StringComparison.Ordinal));
        Assert.Equal(isAsked, reached.ToString().Contains("bool_and", StringComparison.Ordinal));
    }
}

using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Search;

public sealed class DerivedValueTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task A_truth_value_that_an_expression_computes_is_never_missing()
    {
        using var a = host.Hospital("hospital-deceased");
        var living = await a.Create(Patient("Living"));
        var dead = Patient("Dead");
        dead["deceasedDateTime"] = "2026-01-01";
        var gone = await a.Create(dead);

        Assert.Equal([living], await a.Ids("Patient?deceased=false"));
        Assert.Equal([gone], await a.Ids("Patient?deceased=true"));
        Assert.Empty(await a.Ids("Patient?deceased:missing=true"));
        Assert.Equivalent(new[] { living, gone }, await a.Ids("Patient?deceased:missing=false"), strict: true);
    }
}

using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Search;

public sealed class FractionTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task A_time_to_the_second_is_its_beginning_to_who_asks_with_fractions()
    {
        using var a = host.Hospital("hospital-fractions");
        var patient = await a.Create(Patient("Fraction"));
        var toTheSecond = await a.Create(Observation(patient, "x", 1, "2020-03-31T23:30:00-05:00"));
        var half = await a.Create(Observation(patient, "x", 2, "2020-04-01T04:30:00.500Z"));

        Assert.Equal([toTheSecond], await Found("2020-04-01T04:30:00.000Z"));
        Assert.Equal([toTheSecond], await Found("2020-04-01T04:30:00.0Z"));
        Assert.Equal([half], await Found("2020-04-01T04:30:00.500Z"));
        Assert.Equal([half], await Found("ne2020-04-01T04:30:00.000Z"));
        Assert.Empty(await Found("2020-04-01T04:30:00.250Z"));
        Assert.Equivalent(new[] { toTheSecond, half }, await Found("2020-04-01T04:30:00Z"), strict: true);

        Task<IReadOnlyList<string>> Found(string date) => a.Ids($"Observation?patient={patient}&date={date}");
    }
}

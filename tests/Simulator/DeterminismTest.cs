using System.Security.Cryptography;
using System.Text;
using Phr.Simulator;
using Phr.Simulator.Writing.Meds;

namespace Phr.Tests.Simulator;

public sealed class DeterminismTest
{
    [Fact]
    public async Task The_same_seed_gives_the_same_people_whatever_the_number_of_threads()
    {
        var one = await Digest(seed: 5, threads: 1);
        var many = await Digest(seed: 5, threads: 7);

        Assert.Equal(one, many);
    }

    [Fact]
    public async Task Another_seed_gives_other_people() =>
        Assert.NotEqual(await Digest(seed: 5, threads: 2), await Digest(seed: 6, threads: 2));

    [Fact]
    public void A_person_does_not_depend_on_who_was_simulated_before()
    {
        var alone = Text(LifeSimulation.Live(World.Shipped, 5, 3));
        LifeSimulation.Live(World.Shipped, 5, 2);

        Assert.Equal(alone, Text(LifeSimulation.Live(World.Shipped, 5, 3)));
    }

    [Fact]
    public async Task People_beyond_the_limit_are_refused()
    {
        var beyond = Population.Stream(World.Shipped, 1, new PopulationRange(Population.PeopleMax, 1));

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await beyond.GetAsyncEnumerator().MoveNextAsync());
    }

    [Fact]
    public async Task The_last_person_within_the_limit_is_made()
    {
        var last = Population.Stream(World.Shipped, 1, new PopulationRange(Population.PeopleMax - 1, 1));

        await foreach (var person in last)
        {
            Assert.Equal(Population.PeopleMax - 1, person.Number);
        }
    }

    [Fact]
    public async Task Progress_counts_the_people_that_were_handed_over()
    {
        var reports = new List<int>();
        await foreach (var _ in Population.Stream(World.Shipped, 5, new PopulationRange(0, 3), new Collected(reports)))
        {
        }

        Assert.Equal([1, 2, 3], reports);
    }

    private static async Task<string> Digest(ulong seed, int threads)
    {
        var text = new StringBuilder();
        await foreach (var person in Population.Stream(World.Shipped, seed, new PopulationRange(0, 12) { Threads = threads }))
        {
            text.Append(Text(person));
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Text(SimulatedPerson person) =>
        string.Join('\n', MedsRecord.Of(person)) + string.Join('\n', person.Truth.Events) + string.Join('\n', person.Days);

    private sealed class Collected(List<int> into) : IProgress<int>
    {
        public void Report(int value) => into.Add(value);
    }
}

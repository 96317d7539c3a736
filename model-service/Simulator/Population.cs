using System.Runtime.CompilerServices;

namespace Phr.Simulator;

/// <summary>
/// Streams people in the order of their numbers, made by several threads, with a bounded number in flight.
/// </summary>
public static class Population
{
    /// <summary>People in one run; beyond it numbers of other uses of the seed would be met.</summary>
    public const int PeopleMax = 10_000_000;

    private const int InFlightPerThread = 4;

    /// <summary>
    /// People <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1. What comes does not
    /// depend on the number of threads.
    /// </summary>
    /// <param name="progress">Told the number of people that have been handed over.</param>
    public static async IAsyncEnumerable<SimulatedPerson> Stream(
        World world, ulong seed, PopulationRange range, IProgress<int>? progress = null, [EnumeratorCancellation] CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(range.First);
        ArgumentOutOfRangeException.ThrowIfNegative(range.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(range.First + range.Count, PeopleMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(range.Threads, 1);
        var inFlight = new Queue<Task<SimulatedPerson>>();
        var (next, end, done) = (range.First, range.First + range.Count, 0);
        while (next < end || inFlight.Count > 0)
        {
            while (next < end && inFlight.Count < range.Threads * InFlightPerThread)
            {
                var number = next++;
                inFlight.Enqueue(Task.Run(() => LifeSimulation.Live(world, seed, number), ct));
            }

            var person = await inFlight.Dequeue();
            yield return person;
            progress?.Report(++done);
        }
    }
}

/// <summary>Which people, and how many threads make them.</summary>
public sealed record PopulationRange(long First, int Count)
{
    public int Threads { get; init; } = Environment.ProcessorCount;
}

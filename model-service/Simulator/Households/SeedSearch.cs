namespace Phr.Simulator.Households;

/// <summary>Finds the seed of the household of the demonstration.</summary>
public static class SeedSearch
{
    /// <summary>
    /// The first seed from <paramref name="from"/> on under which both people are as wanted; null when none of so many
    /// is.
    /// </summary>
    public static ulong? First(ulong from, int seeds, CancellationToken ct = default)
    {
        for (var seed = from; seed < from + (ulong)seeds; seed++)
        {
            ct.ThrowIfCancellationRequested();
            if (!DemoCriteria.Missing(DemoCriteria.First, DemoLives.First(seed)).Any()
                && !DemoCriteria.Missing(DemoCriteria.Second, DemoLives.Second(seed)).Any())
            {
                return seed;
            }
        }

        return null;
    }
}

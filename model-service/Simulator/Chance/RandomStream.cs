namespace Phr.Simulator.Chance;

/// <summary>
/// What a person's chance is drawn for. Each purpose has a stream of its own, so that drawing more for one moves no
/// other.
/// </summary>
public enum ChancePurpose
{
    Traits = 1,
    Life = 2,
    Care = 3,
    Chart = 4,
    Devices = 5,
    Rollout = 6,
    Identity = 7,
    Filter = 8,
}

/// <summary>
/// xoshiro256++ (Blackman and Vigna 2021), seeded by SplitMix64 from (seed, person, purpose, branch). The same four
/// numbers give the same draws on every machine.
/// </summary>
public sealed class RandomStream
{
    private ulong s0, s1, s2, s3;
    private double spareNormal;
    private bool hasSpare;

    public RandomStream(ulong seed, long person, ChancePurpose purpose, long branch = 0)
    {
        unchecked
        {
            var mix = seed;
            mix = SplitMix(ref mix) ^ (ulong)person;
            mix = SplitMix(ref mix) ^ ((ulong)purpose << 56) ^ (ulong)branch;
            s0 = SplitMix(ref mix);
            s1 = SplitMix(ref mix);
            s2 = SplitMix(ref mix);
            s3 = SplitMix(ref mix);
        }
    }

    public ulong Bits()
    {
        unchecked
        {
            var result = ulong.RotateLeft(s0 + s3, 23) + s0;
            var t = s1 << 17;
            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= t;
            s3 = ulong.RotateLeft(s3, 45);
            return result;
        }
    }

    /// <summary>Uniform in (0, 1): never 0, so its logarithm is finite.</summary>
    public double Uniform() => ((Bits() >> 11) + 0.5) * (1.0 / (1UL << 53));

    public double Uniform(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>Uniform in 0 .. <paramref name="count"/> - 1.</summary>
    public int Below(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return (int)(Uniform() * count);
    }

    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>Standard normal, by Marsaglia's polar method (no sine or cosine).</summary>
    public double Normal()
    {
        if (hasSpare)
        {
            hasSpare = false;
            return spareNormal;
        }

        double u, v, square;
        do
        {
            u = (2 * Uniform()) - 1;
            v = (2 * Uniform()) - 1;
            square = (u * u) + (v * v);
        }
        while (square >= 1 || square == 0);

        var factor = Math.Sqrt(-2 * PortableMath.Log(square) / square);
        spareNormal = v * factor;
        hasSpare = true;
        return u * factor;
    }

    public double Normal(double mean, double deviation) => mean + (deviation * Normal());

    /// <summary>Poisson by multiplication; for means up to about 30.</summary>
    public int Poisson(double mean)
    {
        var limit = PortableMath.Exp(-mean);
        var count = 0;
        for (var product = Uniform(); product > limit; product *= Uniform())
        {
            count++;
        }

        return count;
    }

    /// <summary>
    /// Index drawn with probability proportional to its weight; weights are not negative and not all zero.
    /// </summary>
    public int Choose(ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        var at = Uniform() * total;
        for (var i = 0; i < weights.Length - 1; i++)
        {
            at -= weights[i];
            if (at < 0)
            {
                return i;
            }
        }

        return weights.Length - 1;
    }

    private static ulong SplitMix(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}

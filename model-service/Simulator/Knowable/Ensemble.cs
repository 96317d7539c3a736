using Phr.Simulator.Chance;
using Phr.Simulator.Life;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Knowable;

/// <summary>Weighted bodies that stand for all that may have written a record so far.</summary>
internal sealed class Ensemble
{
    private readonly World world;
    private readonly RandomStream chance;
    private readonly int size;
    private List<Particle> particles;

    private Ensemble(World world, RandomStream chance, int size, List<Particle> particles) =>
        (this.world, this.chance, this.size, this.particles) = (world, chance, size, particles);

    public IReadOnlyList<Particle> Particles => particles;

    /// <summary>The least effective sample size since the last reading of it.</summary>
    public double EffectiveMin { get; private set; } = double.PositiveInfinity;

    /// <summary>Bodies of 18 years, drawn as the simulator draws people, of whom sex, birth and habits of sites are known.</summary>
    public static Ensemble Begin(World world, RecordedPerson person, int count, RandomStream chance)
    {
        var drawn = new List<Particle>(count);
        for (var i = 0; i < count; i++)
        {
            var traits = person.Known(TraitSampling.Draw(world, chance, person.Number, person.Sex, person.Born));
            drawn.Add(new Particle(traits, LifeCourse.Begin(world, traits, chance)));
        }

        return new Ensemble(world, chance, count, drawn);
    }

    /// <summary>A copy to look ahead with.</summary>
    public Ensemble Fork() => new(world, chance, size, [.. particles.Select(particle => particle.Copy())]) { EffectiveMin = EffectiveMin };

    /// <summary>Weights that sum to 1; all equal where nothing is possible any more.</summary>
    public double[] Weights() => Normalised([.. particles.Select(particle => particle.LogWeight)]);

    /// <summary>1 / sum of squares of weights (Kong 1994).</summary>
    public static double Effective(ReadOnlySpan<double> weights)
    {
        var squares = 0.0;
        foreach (var weight in weights)
        {
            squares += weight * weight;
        }

        return squares > 0 ? 1 / squares : 0;
    }

    /// <summary>Adds bodies until the next drawing.</summary>
    public void Add(IEnumerable<Particle> more) => particles.AddRange(more);

    /// <summary>Draws anew where half of the sample is lost, and lets what was drawn twice part again.</summary>
    public void Renew()
    {
        var logs = particles.Select(particle => particle.LogWeight).ToArray();
        var weights = Normalised(logs);
        var effective = logs.Any(double.IsFinite) ? Effective(weights) : 0;
        EffectiveMin = Math.Min(EffectiveMin, effective);
        if (particles.Count == size && effective > size / 2.0)
        {
            return;
        }

        particles = [.. Drawn(weights, size).Select(i => particles[i].Copy())];
        foreach (var particle in particles)
        {
            particle.LogWeight = 0;
            FrailtyMove.Step(world, particle, chance);
        }
    }

    /// <summary>Systematic resampling (Kitagawa 1996): indices of as many particles, each as often as its weight says.</summary>
    public IEnumerable<int> Drawn(double[] weights, int count)
    {
        var at = chance.Uniform();
        var (sum, next) = (0.0, 0);
        for (var i = 0; i < weights.Length && next < count; i++)
        {
            sum += weights[i] * count;
            for (; next < count && at + next < sum; next++)
            {
                yield return i;
            }
        }

        var last = Array.FindLastIndex(weights, weight => weight > 0);
        for (; next < count; next++)
        {
            yield return last;
        }
    }

    internal static double[] Normalised(double[] logs)
    {
        var most = logs.Max();
        if (!double.IsFinite(most))
        {
            return [.. logs.Select(_ => 1.0 / logs.Length)];
        }

        var weights = Array.ConvertAll(logs, log => PortableMath.Exp(log - most));
        var total = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / total);
    }
}

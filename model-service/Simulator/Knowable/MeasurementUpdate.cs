using Phr.Simulator.Chance;

namespace Phr.Simulator.Knowable;

/// <summary>
/// Moves an ensemble to what was measured: the ensemble Kalman filter with perturbed observations (Evensen 1994, Burgers et al. 1998),
/// exact in the limit of many particles where the hidden body is jointly normal. A hidden condition that splits the cloud is updated
/// half by half, and the halves are weighted by how likely each had made the measurement (a mixture of normals).
/// </summary>
internal static class MeasurementUpdate
{
    /// <summary>Correlations below so many standard errors are taken for chance (thresholded localisation).</summary>
    private const double CorrelationErrors = 2.5;

    /// <summary>Share of the particles that must remain effective for a dipstick to weigh.</summary>
    private const double WeighedShareMin = 0.15;

    /// <summary>Width of a dipstick's highest and lowest class, in logarithms of mg/g.</summary>
    private const double OpenWidth = 1;

    /// <summary>A half of fewer particles borrows the spread of both.</summary>
    private const int OwnSpreadMin = 40;

    public static void Apply(World world, Ensemble ensemble, IReadOnlyList<Measurement> measurements, RandomStream chance)
    {
        if (measurements.Count == 0)
        {
            return;
        }

        var cloud = Cloud.Of(world, ensemble.Particles, measurements);
        for (var i = 0; i < measurements.Count; i++)
        {
            Apply(cloud, ensemble.Particles, LatentVector.Count + i, measurements[i], chance);
        }

        cloud.Write(ensemble.Particles);
    }

    /// <summary>
    /// A dipstick says between which bounds the logarithm of the ratio lay. It weighs the bodies; where too few of them could have made it,
    /// they are moved as by a number in the middle.
    /// </summary>
    public static void Apply(World world, Ensemble ensemble, (double Low, double High) dipstick, RandomStream chance)
    {
        var error = world.Observation.LogAlbuminuriaNoise;
        var logs = ensemble.Particles.Select(particle =>
        {
            var (low, high) = ((dipstick.Low - particle.State.LogAlbuminuria) / error,
                (dipstick.High - particle.State.LogAlbuminuria) / error);
            return particle.LogWeight + PortableMath.Log(Math.Max(1e-12, NormalCurve.Below(high) - NormalCurve.Below(low)));
        }).ToArray();
        if (Ensemble.Effective(Ensemble.Normalised(logs)) < WeighedShareMin * ensemble.Particles.Count)
        {
            var low = double.IsFinite(dipstick.Low) ? dipstick.Low : dipstick.High - OpenWidth;
            var high = double.IsFinite(dipstick.High) ? dipstick.High : dipstick.Low + OpenWidth;
            var deviation = Math.Sqrt((error * error) + ((high - low) * (high - low) / 12));
            Apply(world, ensemble, [new Measurement(Quantity.LogAlbuminuria, (low + high) / 2, deviation)], chance);
            return;
        }

        for (var i = 0; i < logs.Length; i++)
        {
            ensemble.Particles[i].LogWeight = logs[i];
        }
    }

    private static void Apply(Cloud cloud, IReadOnlyList<Particle> particles, int column, Measurement measured, RandomStream chance)
    {
        var weights = Ensemble.Normalised([.. particles.Select(particle => particle.LogWeight)]);
        var apart = particles.Select(particle => MeasuredBody.IsApart(measured.Quantity, particle.State)).ToArray();
        Half[] halves = [Half.Of(cloud, column, weights, i => !apart[i]), Half.Of(cloud, column, weights, i => apart[i])];
        if (halves.Any(half => half.Weight > 0 && half.Count < OwnSpreadMin) && halves.All(half => half.Weight > 0))
        {
            var more = halves.MaxBy(half => half.Count)!;
            halves = [.. halves.Select(half => half.Count < OwnSpreadMin ? half with { Regression = more.Regression } : half)];
        }

        foreach (var half in halves)
        {
            Localise(measured.Quantity, half.Regression);
        }

        var error = measured.Deviation * measured.Deviation;
        for (var i = 0; i < particles.Count; i++)
        {
            var half = halves[apart[i] ? 1 : 0];
            var variance = half.Regression[column];
            if (halves[0].Weight > 0 && halves[1].Weight > 0)
            {
                var off = measured.Value - half.Mean;
                particles[i].LogWeight -= 0.5 * ((off * off / (variance + error)) + PortableMath.Log(variance + error));
            }

            var pull = (measured.Value + (measured.Deviation * chance.Normal()) - cloud.At(i, column)) / (variance + error);
            cloud.Move(i, half.Regression, pull);
        }
    }

    private static void Localise(Quantity quantity, double[] regression)
    {
        for (var column = 0; column < regression.Length; column++)
        {
            regression[column] = Locality.Holds(quantity, column) ? regression[column] : 0;
        }
    }

    /// <summary>A half of the cloud: its weight, its mean of the measured quantity, and covariances of every column with it.</summary>
    private sealed record Half(int Count, double Weight, double Mean, double[] Regression)
    {
        public static Half Of(Cloud cloud, int column, double[] weights, Func<int, bool> has)
        {
            var members = Enumerable.Range(0, weights.Length).Where(i => weights[i] > 0 && has(i)).ToArray();
            var weight = members.Sum(i => weights[i]);
            if (weight <= 0)
            {
                return new Half(0, 0, 0, new double[cloud.Columns]);
            }

            var own = members.Select(i => weights[i] / weight).ToArray();
            var limit = CorrelationErrors / Math.Sqrt(Math.Max(CorrelationErrors, Ensemble.Effective(own)));
            return new Half(members.Length, weight, cloud.Mean(members, own, column), cloud.Covariances(members, own, column, limit));
        }
    }
}

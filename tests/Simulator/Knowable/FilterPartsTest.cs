using Phr.Simulator;
using Phr.Simulator.Chance;
using Phr.Simulator.Hazards;
using Phr.Simulator.Knowable;
using Phr.Simulator.Life;
using Phr.Simulator.Physiology;

namespace Phr.Tests.Simulator.Knowable;

/// <summary>The parts of the filter where mathematics says what must come out.</summary>
public sealed class FilterPartsTest
{
    private static readonly RandomStream Chance = new(9, 1, ChancePurpose.Filter);

    [Fact]
    public void A_measurement_of_a_normal_trait_gives_its_exact_posterior()
    {
        var ensemble = Ensemble.Begin(World.Shipped, new RecordedPerson(KnowableRiskTest.Someone()), 4000, Chance);
        var prior = ensemble.Particles.Select(particle => particle.Traits.HeightCm).ToList();
        var (mean, variance) = (prior.Average(), 5.7 * 5.7);

        MeasurementUpdate.Apply(World.Shipped, ensemble, [new Measurement(Quantity.Height, mean + 6, 4)], Chance);

        var posterior = ensemble.Particles.Select(particle => particle.Traits.HeightCm).ToList();
        var gain = variance / (variance + 16);
        Assert.Equal(mean + (6 * gain), posterior.Average(), 0.3);
        Assert.Equal(Math.Sqrt(variance * (1 - gain)), Math.Sqrt(posterior.Average(height =>
            Math.Pow(height - posterior.Average(), 2))), 0.2);
    }

    [Fact]
    public void What_a_measurement_says_nothing_of_stays_as_it_was()
    {
        var ensemble = Ensemble.Begin(World.Shipped, new RecordedPerson(KnowableRiskTest.Someone()), 200, Chance);
        var before = ensemble.Particles.Select(particle => (particle.Traits.PressureVariability, particle.Traits.NephronLoss)).ToList();

        MeasurementUpdate.Apply(World.Shipped, ensemble, [new Measurement(Quantity.LogLdl, Math.Log(190), 0.07)], Chance);

        Assert.Equal(before, ensemble.Particles.Select(particle => (particle.Traits.PressureVariability, particle.Traits.NephronLoss)));
    }

    /// <summary>Posterior of f with prior N(0, s²) after n events where H e^f were expected, by quadrature.</summary>
    [Theory]
    [InlineData(0, 1.5)]
    [InlineData(2, 0.4)]
    public void Frailty_moves_to_what_quadrature_says(int events, double expected)
    {
        var person = new RecordedPerson(KnowableRiskTest.Someone());
        var drawn = person.Known(TraitSampling.Draw(World.Shipped, Chance, 1, person.Sex, person.Born)) with { Deprivation = 0 };
        var particle = new Particle(drawn, LifeCourse.Begin(World.Shipped, drawn, Chance));
        var exposures = particle.Exposures;
        exposures[FrailtyMove.Slots[1]] = expected;
        particle.Exposures = exposures;
        for (var i = 0; i < events; i++)
        {
            FrailtyMove.Came(particle, Outcome.CoronaryEvent);
        }

        var (sum, steps) = (0.0, 20_000);
        for (var i = 0; i < steps; i++)
        {
            FrailtyMove.Step(World.Shipped, particle, Chance);
            sum += Math.Exp(particle.Traits.Frailty.Coronary);
        }

        var spread = World.Shipped.Hazards.FrailtyDeviation * TraitSampling.FrailtyOfItsOwn;
        double Density(double f) => Math.Exp((-f * f / (2 * spread * spread)) + (events * f) - (expected * Math.Exp(f)));
        var grid = Enumerable.Range(-300, 601).Select(i => i / 100.0).ToList();
        Assert.Equal(grid.Sum(f => Math.Exp(f) * Density(f)) / grid.Sum(Density), sum / steps, 0.03);
    }

    [Fact]
    public void Drawing_anew_keeps_means()
    {
        var ensemble = Ensemble.Begin(World.Shipped, new RecordedPerson(KnowableRiskTest.Someone()), 2000, Chance);
        foreach (var particle in ensemble.Particles)
        {
            particle.LogWeight = 2 * particle.Traits.Ldl;
        }

        var weights = ensemble.Weights();
        var before = ensemble.Particles.Zip(weights, (particle, weight) => weight * particle.Traits.Ldl).Sum();
        Assert.True(Ensemble.Effective(weights) < 1000);

        ensemble.Renew();

        Assert.Equal(before, ensemble.Particles.Average(particle => particle.Traits.Ldl), 0.01);
        Assert.Equal(Ensemble.Effective(weights), ensemble.EffectiveMin, 1e-9);
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.959964, 0.975)]
    [InlineData(-3, 0.0013499)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(double.PositiveInfinity, 1)]
    public void The_normal_curve_is_right(double z, double below) => Assert.Equal(below, NormalCurve.Below(z), 1e-6);
}

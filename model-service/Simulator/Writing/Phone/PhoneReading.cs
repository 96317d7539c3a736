namespace Phr.Simulator.Writing.Phone;

/// <summary>
/// What a phone uploads: one reading, or one interval's value. Metric names are those of the product's series ("steps",
/// "heart-rate", "heart-rate-resting", "sleep-duration", "blood-pressure", "body-weight", "glucose-capillary",
/// "glucose-interstitial"); units are UCUM.
/// </summary>
/// <param name="ClientId">The phone's own number of the reading: the same each time it is sent.</param>
/// <param name="Values">One value; systolic and diastolic for blood pressure.</param>
public sealed record PhoneReading(
    string ClientId, string Metric, DateTimeOffset Start, DateTimeOffset End, IReadOnlyList<double> Values,
    string Unit)
{
    /// <summary>Which of the person's devices measured it.</summary>
    public required string Device { get; init; }
}

/// <summary>The readings of one local day.</summary>
public sealed record PhoneDay(DateOnly Date, IReadOnlyList<PhoneReading> Readings);

using Phr.Model.Tokens;

namespace Phr.Model.Explanations;

/// <summary>One of the person's own entries behind a contribution.</summary>
/// <param name="Entry">FHIR reference.</param>
/// <param name="LogOdds">Its attribution by integrated gradients.</param>
public sealed record EntryContribution(string Entry, EntryName Name, DateTimeOffset Time, Measured? Value,
    double LogOdds);

/// <summary>What the entries of one clinical group do to the answer.</summary>
/// <param name="Probability">Probability (0 to 1) with the record as it is, less that without the group's
/// entries, or with those of a typical person: see <see cref="Explainer"/>.</param>
/// <param name="LogOdds">The same difference in log-odds.</param>
/// <param name="GradientLogOdds">The group's share by integrated gradients, a second opinion.</param>
/// <param name="Entries">Those that matter most, in the direction of the contribution.</param>
public sealed record GroupContribution(
    ClinicalGroup Group, double Probability, double LogOdds, double GradientLogOdds,
    IReadOnlyList<EntryContribution> Entries)
{
    /// <summary>Whether the record tells if the group goes with a higher or a lower answer, see <see cref="DriverDirections"/>.</summary>
    public bool IsDirectionTold { get; init; } = true;

    /// <summary>
    /// The newest entry of the record that speaks of the same as the first of <see cref="Entries"/>; null where not looked up.
    /// </summary>
    public EntryContribution? Newest { get; init; }

    /// <summary>All entries that a person is pointed at: what they are told of is among them.</summary>
    public IEnumerable<string> Evidence =>
        Entries.Append(Newest).OfType<EntryContribution>().Select(entry => entry.Entry).Distinct();
}

/// <summary>
/// Why the model answers what it does. It says what the answer depends on, not what causes an illness.
/// </summary>
/// <param name="Groups">Every group with entries, the strongest first.</param>
/// <param name="WithoutEntries">The probability had none of the groups an entry, or were all of them those of a typical person of the same age
/// and sex.</param>
/// <param name="Interaction">Log-odds between the two that no single group with entries accounts for.</param>
/// <param name="GradientError">Completeness error of the integrated gradients: |sum of attributions - difference along
/// the path|.</param>
public sealed record Explanation(
    double Probability, double WithoutEntries, IReadOnlyList<GroupContribution> Groups, double Interaction,
    double GradientError)
{
    /// <summary>Drivers named to a person in each direction.</summary>
    public const int DriversMax = 3;

    /// <summary>Smaller contributions, in log-odds, are not named as drivers.</summary>
    private const double DriverLogOddsMin = 0.02;

    /// <summary>The strongest groups that go with a higher risk, then those that go with a lower one.</summary>
    public IReadOnlyList<GroupContribution> Drivers =>
    [
        .. Groups.Where(group => group.LogOdds >= DriverLogOddsMin).Take(DriversMax),
        .. Groups.Where(group => group.LogOdds <= -DriverLogOddsMin).Take(DriversMax),
    ];
}

using System.Globalization;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.Assessments;

/// <summary>Least value of a concept, in its catalogued unit, from which a change is spoken of.</summary>
public sealed record ChangeCondition(string Concept, double AtLeast);

/// <summary>Something that can be changed, and by how much randomised trials saw the hazard of an outcome change with it.</summary>
/// <param name="Outcome">Key of the task.</param>
/// <param name="HazardRatio">Mean effect over the trials' people; <paramref name="Low"/> to <paramref name="High"/> with 95 %
/// confidence.</param>
/// <param name="Source">Where it was published.</param>
public sealed record PossibleChange(
    string Outcome, string Key, IReadOnlyList<ChangeCondition> Conditions, double HazardRatio, double Low, double High,
    Wording Wording, string Source)
{
    /// <summary>Older values do not say how things stand.</summary>
    private const int YearsBack = 2;

    /// <summary>All of <c>changes.csv</c>.</summary>
    public static IReadOnlyList<PossibleChange> All { get; } = [.. Table.Rows("changes.csv").Select(Read)];

    /// <summary>Whether the record shows somebody whom the trials were about.</summary>
    public bool Concerns(PersonRecord record, DateTimeOffset moment) =>
        Conditions.All(condition => Latest(record, condition.Concept, moment) >= condition.AtLeast);

    /// <summary>Latest number of a concept within two years, in its catalogued unit; null where there is none that can be read.</summary>
    private static double? Latest(PersonRecord record, string key, DateTimeOffset moment)
    {
        var concept = ConceptCatalogue.WithKey(key)!;
        return record.Events
            .Where(item => item.Value is not null && item.KnownAt <= moment && item.Time <= moment
                && item.Time > moment.AddYears(-YearsBack) && item.Codes.Any(code => ConceptCatalogue.Find(code) == concept))
            .Select(item => (item.Time, Number: Units.Convert(key, item.Value!.Value.Value, item.Value.Value.Unit, concept.Unit)))
            .Where(item => item.Number >= concept.Low && item.Number <= concept.High)
            .OrderBy(item => item.Time).LastOrDefault().Number;
    }

    private static PossibleChange Read(string[] row) => new(
        row[0], row[1], [.. row[2].Split(' ').Select(Condition)], Number(row[3]), Number(row[4]), Number(row[5]),
        new Wording(row[6], row[7]), row[8]);

    private static ChangeCondition Condition(string cell)
    {
        var colon = cell.IndexOf(':', StringComparison.Ordinal);
        return new ChangeCondition(cell[..colon], Number(cell[(colon + 1)..]));
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}

/// <summary>
/// What the model's answer becomes with a change: its own curve with the hazard of the outcome times what trials found. What else
/// the change does to a person is not in it, and neither is how this one person would fare: it is the mean of the trials' people.
/// </summary>
/// <param name="Probability">At the task's own horizon; <paramref name="Low"/> to <paramref name="High"/> with the bounds of the
/// trials.</param>
public sealed record WhatIf(PossibleChange Change, double Probability, double Low, double High)
{
    /// <summary>Every change that concerns the person, of one task.</summary>
    public static IReadOnlyList<WhatIf> Of(
        string task, double horizonYears, HazardCurve curve, PersonRecord record, DateTimeOffset moment) =>
    [
        .. PossibleChange.All.Where(change => change.Outcome == task && change.Concerns(record, moment)).Select(change => new WhatIf(
            change, curve.Times(change.HazardRatio).Risk(horizonYears), curve.Times(change.Low).Risk(horizonYears),
            curve.Times(change.High).Risk(horizonYears))),
    ];
}

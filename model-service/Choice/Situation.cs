using Phr.Model.Tokens;

namespace Phr.Model.Choice;

/// <summary>What decides which model answers for a person.</summary>
/// <param name="Sex">"male", "female", or null where neither is recorded.</param>
/// <param name="Diagnoses">ICD-10 codes of confirmed diagnoses, without dot, upper case.</param>
/// <param name="IsInHospital">Whether a stay goes on, as its source last said.</param>
public sealed record Situation(double AgeYears, string? Sex, IReadOnlySet<string> Diagnoses, bool IsInHospital)
{
    /// <summary>Stands for a person of whom no rule asks anything: reading a long record for it would cost a tenth of tokenising it.</summary>
    public static Situation Unasked { get; } = new(0, null, new HashSet<string>(), false);

    /// <summary>
    /// Pure: from the view of the record that answers are derived from, so what is hidden leaves no trace in the choice either.
    /// </summary>
    public static Situation Of(PersonRecord record, DateTimeOffset moment)
    {
        var known = record.Events.Where(item => item.KnownAt <= moment).ToList();
        return new Situation(
            Math.Max(0, Tokeniser.DayOfLife(record.Person.Birth, moment) / Tokeniser.DaysPerYear),
            record.Person.Sex is "male" or "female" ? record.Person.Sex : null,
            known.SelectMany(DiagnosisCodes.Icd10).ToHashSet(StringComparer.Ordinal),
            known.Exists(item => item.StaysUntil > moment));
    }

    /// <summary>Whether a code of one of these beginnings is a confirmed diagnosis.</summary>
    public bool Has(IReadOnlyList<string> prefixes) =>
        Diagnoses.Any(code => prefixes.Any(prefix => code.StartsWith(prefix, StringComparison.Ordinal)));
}

using System.Globalization;
using System.Text.RegularExpressions;
using Phr.Model.Tokens;

namespace Phr.Model.Choice;

/// <summary>For which outcomes and for whom one model answers. Pure.</summary>
/// <param name="Outcomes">Keys of tasks.</param>
public sealed partial record ModelRule(IReadOnlySet<string> Outcomes)
{
    /// <summary>In years; below it the rule does not hold.</summary>
    public double AgeFrom { get; init; }

    /// <summary>In years; from it on the rule does not hold.</summary>
    public double AgeTo { get; init; } = double.PositiveInfinity;

    /// <summary>Null for all.</summary>
    public string? Sex { get; init; }

    /// <summary>Beginnings of ICD-10 codes, without dot, upper case, one of which must be a diagnosis; empty for all.</summary>
    public IReadOnlyList<string> Diagnoses { get; init; } = [];

    /// <summary>Null for all.</summary>
    public bool? InHospital { get; init; }

    /// <summary>Whether an outcome that the site has not signed the model for goes to the next rule that holds.</summary>
    public bool PassesOn { get; init; }

    /// <summary>The rule in one line: what the digest of a choice is over.</summary>
    public string Written => string.Join(' ',
        string.Join(',', Outcomes.Order(StringComparer.Ordinal)), string.Create(CultureInfo.InvariantCulture, $"{AgeFrom:R}-{AgeTo:R}"),
        Sex, string.Join(',', Diagnoses), InHospital);

    /// <summary>That of the only model: for everything that it answers and everybody.</summary>
    public static ModelRule ForAll(IReadOnlyList<string> answered) => new(answered.ToHashSet(StringComparer.Ordinal));

    /// <summary>Whether it is as good as none.</summary>
    public bool IsForAll(IReadOnlyList<string> answered) => IsForEverybody && Outcomes.SetEquals(answered);

    /// <summary>Whether who it is about plays no part.</summary>
    public bool IsForEverybody =>
        AgeFrom == 0 && double.IsPositiveInfinity(AgeTo) && Sex is null && Diagnoses.Count == 0 && InHospital is null;

    public bool Holds(string outcome, Situation person) =>
        Outcomes.Contains(outcome)
        && person.AgeYears >= AgeFrom && person.AgeYears < AgeTo
        && (Sex is null || Sex == person.Sex)
        && (InHospital is null || InHospital == person.IsInHospital)
        && (Diagnoses.Count == 0 || person.Has(Diagnoses));

    /// <summary>Reads what the configuration says of a model.</summary>
    /// <param name="answered">Outcomes that the model answers.</param>
    /// <exception cref="InvalidDataException">It contradicts itself, or names what the model does not answer; says where.</exception>
    public static ModelRule Read(ListedModel listed, IReadOnlyList<string> answered)
    {
        var outcomes = Words(listed.Outcomes);
        if (outcomes.FirstOrDefault(outcome => !answered.Contains(outcome)) is { } unknown)
            throw new InvalidDataException($"Outcomes names {unknown}; the model answers {string.Join(", ", answered)}.");
        var (from, to) = (listed.AgeFrom ?? 0, listed.AgeTo ?? double.PositiveInfinity);
        if (!(from >= 0 && from < to && from < Tokeniser.AgeYearsMax))
            throw new InvalidDataException($"AgeFrom lies between 0 and {Tokeniser.AgeYearsMax} and below AgeTo, in years.");
        var sex = Words(listed.Sex);
        if (sex.Count > 1 || (sex.Count == 1 && sex[0] is not ("male" or "female")))
            throw new InvalidDataException("Sex is male or female.");
        string[] codes = [.. Words(listed.Diagnoses).Select(code => code.Replace(".", "", StringComparison.Ordinal).ToUpperInvariant())];
        if (Array.Find(codes, code => !Icd10Beginning().IsMatch(code)) is { } wrong)
            throw new InvalidDataException($"Diagnoses names {wrong}, with which no ICD-10 code begins.");
        return new ModelRule((outcomes.Count > 0 ? outcomes : answered).ToHashSet(StringComparer.Ordinal))
        {
            AgeFrom = from, AgeTo = to, Sex = sex.SingleOrDefault(), Diagnoses = codes, InHospital = listed.InHospital,
            PassesOn = listed.PassOnUnsigned,
        };
    }

    private static List<string> Words(string? text) =>
        [.. (text ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];

    [GeneratedRegex(@"\A[A-Z]([0-9][0-9A-Z]{0,5})?\z")]
    private static partial Regex Icd10Beginning();
}

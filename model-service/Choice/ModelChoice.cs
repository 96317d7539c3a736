using System.Collections.Frozen;

namespace Phr.Model.Choice;

/// <summary>Which of several models answers: the first whose rule holds for the outcome and the person. Pure.</summary>
/// <param name="rules">One a model, in the order in which they are asked.</param>
public sealed class ModelChoice(IReadOnlyList<ModelRule> rules)
{
    /// <summary>Place of the model in the order of the rules; null where none answers.</summary>
    public int? Of(string outcome, Situation person)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i].Holds(outcome, person))
                return i;
        }
        return null;
    }

    /// <summary>
    /// Places of rules that hold for nobody, whatever the outcome, for whom an earlier one does not hold too. One that passes on may leave
    /// anything to a later one: that depends on what is signed.
    /// </summary>
    public IEnumerable<int> Unreachable() => Enumerable.Range(0, rules.Count).Where(i =>
        !Examples(rules[i]).Any(person => rules[i].Outcomes.Any(outcome =>
            !rules.Take(i).Any(earlier => !earlier.PassesOn && earlier.Holds(outcome, person)))));

    /// <summary>
    /// People for whom a rule holds, of every kind that some rule tells apart. One diagnosis is enough: with more of them only more of the
    /// earlier rules hold. It is the beginning itself, which fewest of the others' beginnings fit.
    /// </summary>
    private IEnumerable<Situation> Examples(ModelRule rule)
    {
        double[] ages = [.. rules.SelectMany(other => (double[])[other.AgeFrom, other.AgeTo])
            .Append(rule.AgeFrom).Where(age => age >= rule.AgeFrom && age < rule.AgeTo).Distinct()];
        string?[] sexes = rule.Sex is { } sex ? [sex] : [null, "female", "male"];
        bool[] stays = rule.InHospital is { } stay ? [stay] : [false, true];
        string[][] diagnoses = rule.Diagnoses.Count == 0 ? [[]] : [.. rule.Diagnoses.Select(code => (string[])[code])];
        return
            from age in ages
            from own in sexes
            from isIn in stays
            from codes in diagnoses
            select new Situation(age, own, codes.ToFrozenSet(StringComparer.Ordinal), isIn);
    }
}

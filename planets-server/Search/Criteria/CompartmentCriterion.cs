using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>What is in a resource's compartment. R4 compartmentdefinition.html.</summary>
public static class CompartmentCriterion
{
    /// <param name="type">Null for all types of the compartment.</param>
    public static Criterion Of(string compartment, string id, string? type, TokenKeys keys)
    {
        if (compartment == "Patient")
            return new PatientCompartmentCriterion(id);
        var self = keys.Self(compartment, id);
        var types = type is null ? Compartments.Types(compartment) : [type];
        var groups = types.GroupBy(one => string.Join(' ', Compartments.Parameters(compartment, one))).Where(group => group.Key.Length > 0)
            .Select(group => new TypedCriterion(
                [.. group.Select(ResourceTypes.Number)],
                new TokenCriterion([.. group.Key.Split(' ').Select(code => keys.Reference(code, self))], Negated: false)));
        return new AnyCriterion(
            types.Contains(compartment) ? [.. groups,
                new TypedCriterion([ResourceTypes.Number(compartment)], new IdCriterion([id], Negated: false))] : [.. groups]);
    }
}

/// <summary>A condition for rows of some types.</summary>
public sealed record TypedCriterion(short[] Types, Criterion Condition) : Criterion
{
    public override IEnumerable<string> Named => Condition.Named;

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append("(s.type = any (@types) and ", Binding.Shorts("types", Types));
        Condition.AppendTo(sql, context);
        sql.Append(")");
    }
}

/// <summary>What is about a person, and their Patients: their streams hold what names a Patient first, other rows say whom else they
/// name.</summary>
public sealed record PatientCompartmentCriterion(string Patient) : Criterion
{
    public override IEnumerable<string> Named => [Patient];

    public override bool IsOfFew => true;

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        NamedPeople.AppendStreams(sql.Append("(s.stream = any (array("), context, [Patient]);
        NamedPeople.AppendStreams(sql.Append(")) or s.also && array("), context, [Patient]).Append("))");
    }
}

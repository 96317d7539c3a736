using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>
/// What refers by a parameter to a resource for which a condition holds (chaining, R4 search.html#chaining). The resource counts only as
/// far as the reader may see it.
/// </summary>
/// <param name="Key">Of the parameter, see <see cref="TokenKeys.ReferenceKey"/>.</param>
public sealed record ForwardCriterion(long Key, short TargetType, Criterion Condition) : Criterion
{
    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append(context.Tables.Load("Search/Criteria/forward.sql"));
        AppendFound(sql, context);
        sql.Append(")");
    }

    /// <summary>Appends a table <c>o</c> of what refers to what the condition finds. What is found comes first, its referrers one by one
    /// (fenced).</summary>
    internal void AppendFound(SqlText sql, SearchContext context)
    {
        sql.Append(context.Tables.Load("Search/Criteria/forward-found.sql"), Binding.Short("target", TargetType));
        Condition.AppendTo(sql, context.Inside);
        sql.Append(" and ");
        context.Visibility.Of(TargetType).AppendTo(sql);
        sql.Append(context.Tables.Load("Search/Criteria/forward-found-end.sql"), Binding.Long("key", Key));
    }
}

/// <summary>The same over a patient compartment's own parameter: what is about a person one of whose Patients satisfies the
/// condition.</summary>
public sealed record PersonForwardCriterion(long Present, Criterion Condition) : StreamCriterion(Present)
{
    private static readonly short Patient = ResourceTypes.Number("Patient");

    public override void AppendStreams(SqlText sql, SearchContext context)
    {
        sql.Append(context.Tables.Load("Search/Criteria/person-found.sql"), Binding.Short("patient", Patient));
        Condition.AppendTo(sql, context.Inside);
        sql.Append(" and ");
        context.Visibility.Of(Patient).AppendTo(sql);
        // Fenced: people are looked up by those that are found.
        sql.Append(context.Tables.Load("Search/Criteria/person-found-end.sql"));
    }

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append(context.Tables.Load("Search/Criteria/person-forward.sql"), Binding.Longs("present", [Present]));
        AppendStreams(sql, context);
        sql.Append("))");
    }
}

/// <summary>
/// A chain whose target may be a person or something else, as Observation.subject may be a Patient or a Group: rows of
/// the streams that either gives.
/// </summary>
public sealed record PersonOrOtherForwardCriterion(PersonForwardCriterion Person, IReadOnlyList<ForwardCriterion> Others)
    : StreamCriterion(Person.Present)
{
    public override void AppendStreams(SqlText sql, SearchContext context)
    {
        sql.Append(context.Tables.Load("Search/Criteria/streams-either.sql"));
        Person.AppendStreams(sql, context);
        sql.Append(") x");
        foreach (var other in Others)
        {
            sql.Append(context.Tables.Load("Search/Criteria/streams-other.sql"));
            other.AppendFound(sql, context);
        }
    }

    public override void AppendWithin(SqlText sql, SearchContext context) => AppendTo(sql, context);

    public override void AppendTo(SqlText sql, SearchContext context) => Joined.AppendTo(sql, context, [Person, .. Others], " or ");
}

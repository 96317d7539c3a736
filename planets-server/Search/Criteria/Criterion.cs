using Phr.Planets.Access;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>A condition of a search, looked up in the definitions and ready to be put into SQL over rows <c>s</c> of one type.</summary>
public abstract record Criterion
{
    /// <summary>Appends the condition; it names no row but <c>s</c>, so it can stand in any nested select whose rows are called
    /// so.</summary>
    public abstract void AppendTo(SqlText sql, SearchContext context);

    /// <summary>Ids of the Patients that it names: those people are asked for, whatever comes of it.</summary>
    public virtual IEnumerable<string> Named => [];

    /// <summary>Whether few rows of the record satisfy it, all found by an index: they are sorted after they are found.</summary>
    public virtual bool IsOfFew => false;

    /// <summary>
    /// Whether a row that is not stored yet satisfies it, where its keys are enough to tell; null where they are not. Conditional creates
    /// ask this of what their own group adds.
    /// </summary>
    public virtual bool? HoldsFor(IReadOnlyCollection<long> tokens) => null;
}

/// <summary>What every condition of one request is put into SQL with.</summary>
/// <param name="Visibility">Linked resources, too, count only as far as the reader may see them.</param>
public sealed record SearchContext(RecordTables Tables, Visibility Visibility)
{
    /// <summary>
    /// Whether the rows <c>s</c> come one by one in the order of an index. Then their tokens are compared: an index on tokens would give
    /// all rows
    /// that have one, again for each row that is walked.
    /// </summary>
    public bool IsWalking { get; init; }

    /// <summary>The same for a select inside the condition, which looks its rows up itself.</summary>
    public SearchContext Inside => this with { IsWalking = false };

    /// <summary>Appends that a row has any of some tokens.</summary>
    public void AppendTokens(SqlText sql, params long[] tokens) => sql.Append(
        Tables.Load((IsWalking, tokens.Length) switch
        {
            (true, 1) => "Search/Criteria/row-has.sql",
            (true, _) => "Search/Criteria/row-any.sql",
            (false, 1) => "Search/Criteria/token-has.sql",
            _ => "Search/Criteria/token-any.sql",
        }),
        Binding.Longs("tokens", tokens));
}

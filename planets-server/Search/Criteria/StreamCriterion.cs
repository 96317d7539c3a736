using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>
/// What names the streams that all matches are in: then a search walks those streams in the order of an index, instead of looking through
/// what everybody has.
/// </summary>
/// <param name="Present">Key that rows with any value of the parameter have: what is left to ask of rows of those streams.</param>
public abstract record StreamCriterion(long Present) : Criterion
{
    /// <summary>A select of the streams, as column <c>stream</c>, each once.</summary>
    public abstract void AppendStreams(SqlText sql, SearchContext context);

    /// <summary>What is left to ask of rows of those streams.</summary>
    public virtual void AppendWithin(SqlText sql, SearchContext context) => context.AppendTokens(sql, Present);
}

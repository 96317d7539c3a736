using Phr.Planets.Search.Criteria;
using Phr.Planets.Search.Custom;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Record.Writing;

/// <summary>Looks the conditions of writes up, among the search parameters of R4 and the site's own.</summary>
public sealed class ConditionReading(CriterionParser parser, CustomParameters own)
{
    /// <param name="query">A search without its question mark.</param>
    public ValueTask<Answer<WriteCondition>> Of(string type, string query, Caller caller, CancellationToken ct) =>
        Read(known => WriteCondition.Read(type, query, caller, known), ct);

    /// <summary>Something that holds conditions.</summary>
    public ValueTask<Answer<T>> Read<T>(Func<CriterionParser, Answer<T>> read, CancellationToken ct) => own.Read(parser, read, ct);
}

using System.Net;
using Phr.Planets.Search.Criteria;
using Phr.Platform;

namespace Phr.Planets.Search;

/// <summary>Reads a search from the text of a query.</summary>
public static class SearchQuery
{
    /// <param name="query">Without the question mark, URL-encoded.</param>
    public static Answer<SearchRequest> Parse(string type, string query, CriterionParser parser) =>
        SearchRequest.Parse(type, Pairs(query), parser);

    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(string query)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            pairs.Add(equals < 0
                ? new(WebUtility.UrlDecode(part), "")
                : new(WebUtility.UrlDecode(part[..equals]), WebUtility.UrlDecode(part[(equals + 1)..])));
        }
        return pairs;
    }
}

using System.Text;

namespace Phr.Planets.Search;

/// <summary>
/// One criterion of a search as it was written: a parameter reached over zero or more links, with the values of which one has to
/// match (R4 search.html). Not yet looked up in the definitions.
/// </summary>
/// <param name="Links">The chain before the parameter, outermost first.</param>
/// <param name="Parameter">Code of the search parameter.</param>
/// <param name="Modifier">Without its colon; null when there is none.</param>
/// <param name="Values">Alternatives, still escaped inside (\$ and \|), unescaped for \,.</param>
/// <param name="Text">The criterion as it was sent, for the self link and for messages; its value is not repeated in messages.</param>
public sealed record SearchTerm(
    IReadOnlyList<SearchLink> Links, string Parameter, string? Modifier, IReadOnlyList<string> Values, string Text)
{
    /// <summary>Of a <c>_filter</c> a comparison that no modifier or prefix says.</summary>
    public string? Comparison { get; init; }

    /// <summary>Links of one criterion: further ones are refused, each costs a join.</summary>
    public const int LinksMax = 5;

    public const int ValuesMax = 500;

    /// <param name="name">The left side, such as <c>subject:Patient.name:exact</c> or <c>_has:Observation:patient:code</c>.</param>
    /// <param name="value">The right side, decoded from the URL.</param>
    /// <returns>Null when the left side is not of the grammar or a bound is exceeded.</returns>
    public static SearchTerm? Parse(string name, string value)
    {
        var links = new List<SearchLink>();
        var rest = name;
        while (true)
        {
            if (rest.StartsWith("_has:", StringComparison.Ordinal))
            {
                // _has:Observation:patient:code: the rest after the third colon is a parameter of Observation.
                var parts = rest.Split(':', 4);
                if (parts.Length < 4 || parts.Any(part => part.Length == 0))
                    return null;
                links.Add(new SearchLink.Reverse(parts[1], parts[2]));
                rest = parts[3];
            }
            else if (rest.IndexOf('.') is var dot and >= 0)
            {
                var link = rest[..dot].Split(':');
                if (link.Length > 2 || link.Any(part => part.Length == 0))
                    return null;
                links.Add(new SearchLink.Forward(link[0], link.Length == 2 ? link[1] : null));
                rest = rest[(dot + 1)..];
            }
            else
            {
                break;
            }
            if (links.Count > LinksMax)
                return null;
        }
        var colon = rest.IndexOf(':');
        var parameter = colon < 0 ? rest : rest[..colon];
        var modifier = colon < 0 ? null : rest[(colon + 1)..];
        var values = Split(value, ',');
        return parameter.Length == 0 || modifier is "" || values.Count > ValuesMax
            ? null
            : new SearchTerm(links, parameter, modifier, values, $"{name}={value}");
    }

    /// <summary>Splits at a separator that no backslash escapes and takes the backslash off an escaped one (R4
    /// search.html#escaping).</summary>
    public static IReadOnlyList<string> Split(string text, char separator)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text.Split(separator);
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                if (text[i + 1] != separator)
                    part.Append('\\');
                part.Append(text[++i]);
            }
            else if (text[i] == separator)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(text[i]);
            }
        }
        parts.Add(part.ToString());
        return parts;
    }

    /// <summary>Takes the backslashes off what no further split will do.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is ',' or '$' or '|' or '\\')
                i++;
            plain.Append(text[i]);
        }
        return plain.ToString();
    }
}

/// <summary>One step of a chain.</summary>
public abstract record SearchLink
{
    private SearchLink()
    {
    }

    /// <summary><c>subject:Patient.</c>: over a reference parameter to its target.</summary>
    /// <param name="Type">Type of the target where the criterion names one.</param>
    public sealed record Forward(string Parameter, string? Type) : SearchLink;

    /// <summary><c>_has:Observation:patient:</c>: over a reference parameter of <paramref name="Type"/> that points here.</summary>
    public sealed record Reverse(string Type, string Parameter) : SearchLink;
}

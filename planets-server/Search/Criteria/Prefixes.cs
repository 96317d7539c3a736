namespace Phr.Planets.Search.Criteria;

/// <summary>The comparison that stands before a number, date or quantity. R4 search.html#prefix.</summary>
internal static class Prefixes
{
    private static readonly string[] All = ["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"];

    public static (string Prefix, string Number) Split(string value) =>
        value.Length > 2 && Array.IndexOf(All, value[..2]) >= 0 ? (value[..2], value[2..]) : ("eq", value);
}

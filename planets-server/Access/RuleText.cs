using Phr.Platform.Database;

namespace Phr.Planets.Access;

/// <summary>
/// Statements that let the rules of a person decide: <c>{rules}</c> in them is a table of the person's rules <c>r</c>,
/// <c>{fits}</c> when one is
/// about a row <c>s</c>.
/// </summary>
internal static class RuleText
{
    private static readonly string Fits = Sql.Load(typeof(RuleText), "Access/rule-fits.sql");
    private static readonly string Rows = Sql.Load(typeof(RuleText), "Access/rule-rows.sql");

    /// <param name="person">What is the person's number in the statement.</param>
    public static string Load(string path, string person) => Sql.Load(typeof(RuleText), path)
        .Replace("{fits}", Fits, StringComparison.Ordinal)
        .Replace("{rules}", Rows.Replace("{person}", person, StringComparison.Ordinal), StringComparison.Ordinal);
}

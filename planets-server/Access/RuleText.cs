using Phr.Platform.Database;

namespace Phr.Planets.Access;

/// <summary>Statements that let the rules of a person decide: <c>{fits}</c> in them is when a rule <c>r</c> is about a row <c>s</c>.</summary>
internal static class RuleText
{
    private static readonly string Fits = Sql.Load(typeof(RuleText), "Access/rule-fits.sql");

    public static string Load(string path) => Sql.Load(typeof(RuleText), path).Replace("{fits}", Fits, StringComparison.Ordinal);
}

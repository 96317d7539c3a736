namespace Phr.Consent.Consents;

/// <summary>
/// Makes room for the exceptions of a refusal. An exception that is more specific than the refusal wins by itself; one that is just
/// as specific (the same code, a shorter period) would lose, because deny wins a tie. There the refusal is cut back instead, so
/// that it still wins against permits of other Consents.
/// </summary>
internal static class Carving
{
    /// <summary>Cuts the permits out of the denies.</summary>
    /// <param name="denies">Rules of the refusal; changed in place.</param>
    /// <returns>False when a permit lies outside of everything that is denied: then it is no exception.</returns>
    public static bool TakeOut(List<ConsentRule> denies, IReadOnlyList<ConsentRule> permits)
    {
        foreach (var permit in permits)
        {
            var around = denies.Where(deny => deny.Effect == RuleEffect.Deny && permit.IsInside(deny)).ToList();
            if (around.Count == 0)
                return false;
            foreach (var deny in around.Where(deny => deny.Specificity == permit.Specificity))
            {
                denies.Remove(deny);
                denies.AddRange(Remains(deny, permit));
            }
        }
        return true;
    }

    private static IEnumerable<ConsentRule> Remains(ConsentRule deny, ConsentRule permit)
    {
        if (permit.PeriodFrom is { } from && from != deny.PeriodFrom)
            yield return deny with { PeriodTo = from };
        if (permit.PeriodTo is { } to && to != deny.PeriodTo)
            yield return deny with { PeriodFrom = to };
    }
}

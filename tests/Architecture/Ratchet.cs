namespace Phr.Tests.Architecture;

/// <summary>
/// A rule holds everywhere except at the places of a list, each with its reason. The list only shrinks: a place on it that keeps the
/// rule by now has to be taken off.
/// </summary>
internal static class Ratchet
{
    /// <param name="offences">What breaks the rule and where, keyed as in the list: a path, a type name.</param>
    /// <param name="explained">Key → reason.</param>
    public static void Hold(IEnumerable<(string Key, string Message)> offences, IReadOnlyDictionary<string, string> explained)
    {
        var found = offences.ToList();
        var news = found.Where(offence => !explained.ContainsKey(offence.Key)).Select(offence => offence.Message).ToList();
        Assert.True(news.Count == 0, string.Join('\n', news));
        var settled = explained.Keys.Except(found.Select(offence => offence.Key));
        Assert.True(!settled.Any(), $"These keep the rule now; take them off the list of exceptions: {string.Join(", ", settled)}");
    }
}

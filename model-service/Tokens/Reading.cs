namespace Phr.Model.Tokens;

/// <summary>What the model makes of one event.</summary>
/// <param name="Concept">Null where it is no step.</param>
/// <param name="Value">Normalised; null where the concept carries no number.</param>
/// <param name="Flag">Why it is no step, or how it is read otherwise than it came.</param>
internal readonly record struct Reading(VocabularyConcept? Concept, int Token, float? Value, ReadingFlag? Flag)
{
    /// <summary>
    /// A number that is none is no step at all, not one without a number: that training saw none, so that its token would be noise, and
    /// what cannot be is no evidence.
    /// </summary>
    public static Reading Of(Placement item, Vocabulary vocabulary)
    {
        if (vocabulary.Learnt(item.Path.Keys) is not { } concept)
            return No(ReadingFlag.UnknownCode);
        var unknown = concept.Key == item.Path.Keys[^1] ? ReadingFlag.UnknownCode : (ReadingFlag?)null;
        var catalogued = concept.Key == item.Path.Catalogued?.Key ? item.Path.Catalogued : null;
        if ((concept.Unit ?? NumberUnit(catalogued)) is not { } unit)
            return new Reading(concept, concept.FirstToken, null, unknown);
        if (item.Event.IsBounded)
            return No(ReadingFlag.BoundedValue);
        if (item.Event.Value is not { } measured)
            return concept.Unit is null ? new Reading(concept, concept.FirstToken, null, unknown) : No(ReadingFlag.NoNumber);
        if (Units.Convert(concept.Key, measured.Value, measured.Unit, unit) is not { } number)
            return No(double.IsFinite(measured.Value) ? ReadingFlag.UnknownUnit : ReadingFlag.ImplausibleValue);
        if (!double.IsFinite(number) || number < catalogued?.Low || number > catalogued?.High || (concept.IsLogarithmic && number <= -1))
            return No(ReadingFlag.ImplausibleValue);
        return concept.Unit is null ? new Reading(concept, concept.FirstToken, null, unknown) : Number(concept, number, unknown);
    }

    private static Reading No(ReadingFlag why) => new(null, 0, null, why);

    /// <summary>Unit of a concept whose numbers can be implausible.</summary>
    private static string? NumberUnit(CataloguedConcept? catalogued) =>
        catalogued is null || double.IsNaN(catalogued.Low) ? null : catalogued.Unit;

    private static Reading Number(VocabularyConcept concept, double number, ReadingFlag? unknown)
    {
        var scaled = concept.IsLogarithmic ? Math.Log(1 + number) : number;
        var bin = 0;
        while (bin < concept.Edges.Count && concept.Edges[bin] <= scaled)
            bin++;
        var normalised = (float)((scaled - concept.Centre) / concept.Spread);
        return new Reading(
            concept, concept.FirstToken + 1 + bin, Math.Clamp(normalised, -Tokeniser.ValueMax, Tokeniser.ValueMax),
            unknown ?? (Math.Abs(normalised) > Tokeniser.ValueMax ? ReadingFlag.BeyondRange : null));
    }
}

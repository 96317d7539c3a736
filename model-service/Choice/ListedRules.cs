using Phr.Model.Scoring;

namespace Phr.Model.Choice;

/// <summary>The rules of all models that the configuration lists, held against the models and against each other. Pure.</summary>
internal static class ListedRules
{
    /// <param name="models">One for each that is listed, in the same order.</param>
    /// <exception cref="InvalidDataException">They contradict themselves or each other; says where.</exception>
    public static IReadOnlyList<ModelRule> Read(IReadOnlyList<ListedModel> listed, IReadOnlyList<ModelArtefact> models)
    {
        var rules = listed.Zip(models).Select((pair, i) => Read(i, pair.First, pair.Second)).ToList();
        for (var i = 1; i < models.Count; i++)
        {
            var first = models.Take(i).ToList().FindIndex(model => model.ShippedDigest == models[i].ShippedDigest);
            if (first >= 0)
                throw new InvalidDataException(
                    $"{Place(first)} and {Place(i)} list the same model, {models[i].Name}; each is listed once.");
        }
        var unreachable = new ModelChoice(rules).Unreachable().ToList();
        return unreachable.Count == 0
            ? rules
            : throw new InvalidDataException(
                $"{Place(unreachable[0])} ({models[unreachable[0]].Name}) never answers: for all for whom it would, one before it does.");
    }

    private static ModelRule Read(int place, ListedModel listed, ModelArtefact model)
    {
        try
        {
            return ModelRule.Read(listed, model.Outcomes);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{Place(place)} ({model.Name}): {e.Message}", e);
        }
    }

    private static string Place(int place) => $"Model:Models:{place}";
}

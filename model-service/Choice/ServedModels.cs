using System.Security.Cryptography;
using System.Text;
using Phr.Model.Cohorts;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.Choice;

/// <summary>A model, and for what and whom it answers.</summary>
public sealed record ServedModel(RiskModel Model, ModelRule Rule);

/// <summary>A model that answers for a person, and which outcomes.</summary>
public sealed record ChosenModel(RiskModel Model, IReadOnlySet<string> Outcomes);

/// <summary>Who answers what for a person.</summary>
/// <param name="Models">In the order in which they are served.</param>
/// <param name="Unanswered">Outcomes for which no model was chosen.</param>
public sealed record ChosenModels(IReadOnlyList<ChosenModel> Models, IReadOnlyList<TaskDefinition> Unanswered);

/// <summary>The models that this process serves, in the order in which they are asked. Pure but for the models themselves.</summary>
public sealed class ServedModels
{
    private readonly IReadOnlyList<ServedModel> _served;
    private readonly ModelChoice _choice;
    private readonly Dictionary<string, RiskModel> _byDigest;

    /// <param name="served">One or more, none twice.</param>
    public ServedModels(IReadOnlyList<ServedModel> served)
    {
        _served = served;
        Models = [.. served.Select(one => one.Model)];
        _choice = new ModelChoice([.. served.Select(one => one.Rule)]);
        _byDigest = served.ToDictionary(one => one.Model.Artefact.Digest, one => one.Model);
        Tasks = [.. Models.SelectMany(model => model.Artefact.Definitions).DistinctBy(task => task.Key)];
        Digest = DigestOf(served);
    }

    /// <summary>One model for all outcomes and people.</summary>
    public static ServedModels Only(RiskModel model) => new([new ServedModel(model, ModelRule.ForAll(model.Artefact.Outcomes))]);

    public IReadOnlyList<RiskModel> Models { get; }

    /// <summary>Null where there are several.</summary>
    public RiskModel? Single => _served.Count == 1 ? _served[0].Model : null;

    /// <summary>Of every outcome that one of them answers, as the first of these defines it.</summary>
    public IReadOnlyList<TaskDefinition> Tasks { get; }

    /// <summary>
    /// SHA-256 of what decides the answers, lower-case hexadecimal: that of the model where one answers for all, otherwise over all of them
    /// and their rules.
    /// </summary>
    public string Digest { get; }

    /// <summary>Longest time, in years, for which an outcome was learnt.</summary>
    public double YearsMax => Models.Max(model => model.Artefact.Definitions.Max(task => task.WindowYears));

    /// <summary>Null where none that is served has this digest.</summary>
    public RiskModel? WithDigest(string digest) => _byDigest.GetValueOrDefault(digest);

    /// <summary>Chooses by what the reader may know of the person, and by nothing else.</summary>
    /// <param name="outcomes">Keys of those that the person has switched on.</param>
    public ChosenModels Choose(PersonRecord record, DateTimeOffset moment, IReadOnlyCollection<string> outcomes)
    {
        var person = _served.All(one => one.Rule.IsForEverybody) ? Situation.Unasked : Situation.Of(record, moment);
        var places = Tasks.Where(task => outcomes.Contains(task.Key)).ToLookup(task => _choice.Of(task.Key, person));
        return new ChosenModels(
            [
                .. places.Where(place => place.Key is not null).OrderBy(place => place.Key).Select(place => new ChosenModel(
                    _served[place.Key!.Value].Model, place.Select(task => task.Key).ToHashSet(StringComparer.Ordinal))),
            ],
            [.. places[null]]);
    }

    private static string DigestOf(IReadOnlyList<ServedModel> served)
    {
        if (served is [var only] && only.Rule.IsForAll(only.Model.Artefact.Outcomes))
            return only.Model.Artefact.Digest;
        var written = served.Select(one => $"{one.Model.Artefact.Digest} {one.Rule.Written}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(written))));
    }
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Phr.Model.Choice;

namespace Phr.Model;

/// <summary>Configuration section <c>Model</c>.</summary>
public sealed class ModelOptions
{
    /// <summary>Models that may be served side by side: each holds its graphs in memory, and states of the people for whom it answers.</summary>
    public const int ModelsMax = 8;

    /// <summary>Folder of the only model; null for the newest of those that are shipped.</summary>
    public string? Folder { get; set; }

    /// <summary>Several models in the place of one; of those that answer an outcome for a person the first does.</summary>
    public IReadOnlyList<ListedModel> Models { get; set; } = [];

    /// <summary>Threads that compute, for all models together.</summary>
    [Range(1, 64)] public int InferenceThreads { get; set; } = 1;

    /// <summary>
    /// People whose record and states are held in memory; of 10,000 entries each takes about 10 MB, and more for every further model
    /// that answers for them.
    /// </summary>
    [Range(1, 100_000)] public int PeopleInMemory { get; set; } = 100;

    /// <summary>People or streams that wait to be looked at; of those beyond it the next look at the person finds the same.</summary>
    [Range(1, 1_000_000)] public int WaitingMax { get; set; } = 10_000;

    /// <summary>Minutes between two looks at everyone who was ever followed: what a lost hint costs at most.</summary>
    [Range(1, 1_440)] public int SweepMinutes { get; set; } = 15;

    /// <summary>Seconds without change before the single entries behind an answer are weighed anew.</summary>
    [Range(0, 600)] public int QuietSeconds { get; set; } = 2;

    /// <summary>Folder of signed evaluations; null for <c>evaluations</c> in the data folder.</summary>
    public string? Evaluations { get; set; }

    /// <summary>
    /// Reads the section. What it does not know is refused: a mistyped member of a rule would be no condition, and the model one for all.
    /// </summary>
    /// <exception cref="InvalidDataException">A member is unknown or malformed; says which.</exception>
    internal static void Read(IConfiguration section, ModelOptions into)
    {
        var models = section.GetSection("Models");
        if (models.GetChildren().Prepend(models).FirstOrDefault(list => !string.IsNullOrEmpty(list.Value)) is { } flat)
            throw new InvalidDataException($"{flat.Path} has members, as Model:Models:0:Folder, and is no value itself.");
        if (models.GetChildren().SelectMany(listed => listed.GetChildren())
            .FirstOrDefault(member => member.GetChildren().Any()) is { } nested)
            throw new InvalidDataException($"{nested.Path} is one value; several of them are separated by spaces.");
        try
        {
            section.Bind(into, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException e)
        {
            // The outer one says only that something is malformed, the inner one what and where.
            throw new InvalidDataException($"Configuration of the model: {(e.InnerException ?? e).Message}", e);
        }
    }

    /// <summary>What is to be served, in the order in which it is asked.</summary>
    /// <exception cref="InvalidDataException">Both forms are used, or too many are listed.</exception>
    internal IReadOnlyList<ListedModel> Listed()
    {
        if (Models.Count > 0 && Folder is not null)
            throw new InvalidDataException("Model:Folder names the only model and Model:Models lists several: one of the two is said.");
        if (Models.Count > ModelsMax)
            throw new InvalidDataException($"Model:Models lists {Models.Count} models; {ModelsMax} at most are served.");
        return Models.Count > 0 ? Models : [new ListedModel { Folder = Folder }];
    }
}

using Microsoft.Extensions.Options;
using Phr.Model.Choice;
using Phr.Model.Risks;
using Phr.Model.Scoring;

namespace Phr.Model;

/// <summary>
/// Loads what this process serves, once, before the first request: each model calibrated as the site signed for it, all on the same
/// threads.
/// </summary>
public sealed class ModelStart(IOptions<ModelOptions> options, RiskGate gate) : IDisposable
{
    private ServedModels? _served;
    private InferenceThreads? _threads;

    /// <exception cref="InvalidOperationException">Nothing has been loaded: a bug of the start.</exception>
    public ServedModels Served => _served ?? throw new InvalidOperationException("The models are asked for before they have been loaded.");

    /// <exception cref="InvalidDataException">
    /// A model is not there, damaged or answers otherwise than it was trained to, or what the configuration says of the models contradicts
    /// itself.
    /// </exception>
    public async Task Load(CancellationToken ct)
    {
        var listed = options.Value.Listed();
        var artefacts = listed.Select(one => gate.Calibrated(ModelArtefact.Load(FolderOf(one)))).ToList();
        var rules = ListedRules.Read(listed, artefacts);
        _threads = await InferenceThreads.Start(artefacts, new InferenceLimits { Threads = options.Value.InferenceThreads });
        var served = new List<ServedModel>();
        foreach (var ((artefact, inference), rule) in artefacts.Zip(_threads.Models).Zip(rules))
        {
            served.Add(new ServedModel(
                await RiskModel.On(inference, artefact, ct),
                rule.PassesOn ? rule with { Outcomes = rule.Outcomes.Where(key => gate.Shows(artefact, key)).ToHashSet() } : rule));
        }
        _served = new ServedModels(served);
    }

    public void Dispose() => _threads?.Dispose();

    private static string FolderOf(ListedModel listed)
    {
        if (listed.Folder is { Length: > 0 } folder)
            return folder;
        var shipped = Path.Combine(AppContext.BaseDirectory, "models");
        return ModelArtefact.Newest(shipped)
            ?? throw new InvalidDataException($"There is no model in {shipped}; ./phr train makes one, or Model:Folder names one.");
    }
}

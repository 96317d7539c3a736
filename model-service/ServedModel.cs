using Microsoft.Extensions.Options;
using Phr.Model.Evaluation;
using Phr.Model.Scoring;

namespace Phr.Model;

/// <summary>
/// The model that this process serves, calibrated as the site signed for it, loaded once before the first request. The container disposes
/// of the model itself.
/// </summary>
/// <param name="folder">Null for the configured one, or else the newest that is shipped.</param>
public sealed class ServedModel(string? folder, IOptions<ModelOptions> options, EvaluationGate evaluations)
{
    private RiskModel? _model;

    /// <exception cref="InvalidOperationException">It has not been loaded: a bug of the start.</exception>
    public RiskModel Model => _model ?? throw new InvalidOperationException("The model is asked for before it has been loaded.");

    /// <exception cref="InvalidDataException">There is none, or it is damaged or answers otherwise than it was trained to.</exception>
    public async Task Load(CancellationToken ct)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "models");
        var chosen = folder ?? options.Value.Folder ?? ModelArtefact.Newest(shipped)
            ?? throw new InvalidDataException($"There is no model in {shipped}; ./phr train makes one, or Model:Folder names one.");
        var artefact = ModelArtefact.Load(chosen);
        _model = await RiskModel.Start(
            artefact.Recalibrated(evaluations.Calibrations(artefact.Digest)),
            new InferenceLimits { Threads = options.Value.InferenceThreads }, ct);
    }
}

using Microsoft.Extensions.Options;
using Phr.Model.Scoring;

namespace Phr.Model;

/// <summary>
/// The model that this process serves, loaded once before the first request. The container disposes of the model itself.
/// </summary>
/// <param name="folder">Null for the configured one, or else the newest that is shipped.</param>
public sealed class ServedModel(string? folder, IOptions<ModelOptions> options)
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
        _model = await RiskModel.Start(
            ModelArtefact.Load(chosen), new InferenceLimits { Threads = options.Value.InferenceThreads }, ct);
    }
}

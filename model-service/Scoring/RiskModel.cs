using Phr.Model.Tokens;

namespace Phr.Model.Scoring;

/// <summary>A loaded model: reads records step by step and answers questions on forks of their state.</summary>
public sealed class RiskModel : IDisposable
{
    private readonly InferenceThreads? _own;

    private RiskModel(ModelArtefact artefact, ModelInference inference, InferenceThreads? own)
    {
        (Artefact, Inference, _own) = (artefact, inference, own);
        Tokeniser = new Tokeniser(artefact.Vocabulary);
    }

    public ModelArtefact Artefact { get; }

    public Tokeniser Tokeniser { get; }

    public ModelInference Inference { get; }

    /// <summary>Loads the model on threads of its own and has it reproduce the reference that was stored when it was trained.</summary>
    /// <exception cref="InvalidDataException">The model is damaged, of another version, or answers otherwise than it
    /// was trained to.</exception>
    public static async Task<RiskModel> Start(ModelArtefact artefact, InferenceLimits limits, CancellationToken ct)
    {
        var threads = await InferenceThreads.Start([artefact], limits);
        try
        {
            await GoldenReference.Check(artefact, threads.Models[0], ct);
        }
        catch (InvalidDataException)
        {
            threads.Dispose();
            throw;
        }
        return new RiskModel(artefact, threads.Models[0], threads);
    }

    /// <summary>The same on threads that are shared with other models and stay the caller's.</summary>
    /// <exception cref="InvalidDataException">The model answers otherwise than it was trained to.</exception>
    public static async Task<RiskModel> On(ModelInference inference, ModelArtefact artefact, CancellationToken ct)
    {
        await GoldenReference.Check(artefact, inference, ct);
        return new RiskModel(artefact, inference, own: null);
    }

    /// <summary>The state after some more steps, read in chunks.</summary>
    public async Task<ModelState> Read(ModelState state, ReadOnlyMemory<ModelEvent> steps, CancellationToken ct)
    {
        for (var at = 0; at < steps.Length; at += OnnxScorer.ChunkMax)
        {
            var chunk = steps.Slice(at, Math.Min(OnnxScorer.ChunkMax, steps.Length - at));
            state = (await Inference.Forward(new ForwardRequest(state, chunk), ct)).State;
        }
        return state;
    }

    /// <summary>The calibrated hazard curve of a task at a moment, asked on a fork of the state.</summary>
    /// <param name="lastDay">Day of the last step read.</param>
    public async Task<HazardCurve> Ask(ModelState state, string task, double day, double lastDay, CancellationToken ct) => HazardCurve.From(
        Artefact.EdgesYears, await LogHazards(state, task, day, lastDay, ct), CalibrationOf(task));

    /// <summary>The same as the graph gives it, before calibration: 2K values, K of the outcome, then K of death.</summary>
    public async Task<float[]> LogHazards(ModelState state, string task, double day, double lastDay, CancellationToken ct) =>
        (await Prompted(state, task, day, lastDay, ct)).LogHazards;

    /// <summary>The same, and what it were without what each group contributes; for a model whose log-hazards are a sum of groups.</summary>
    public async Task<SummedCurve> AskSummed(ModelState state, string task, double day, double lastDay, CancellationToken ct)
    {
        var answer = await Prompted(state, task, day, lastDay, ct);
        HazardCurve Without(double part) => HazardCurve.From(Artefact.EdgesYears, answer.LogHazards, CalibrationOf(task), part);
        var acting = Artefact.Groups.Zip(answer.Contributions).Where(pair => Artefact.Acts(task, pair.First)).ToList();
        return new SummedCurve(Without(0), Without(acting.Sum(pair => (double)pair.Second)),
            acting.ToDictionary(pair => pair.First, pair => Without(pair.Second)));
    }

    /// <summary>When the next visit comes, asked at a moment on a fork of the state; null of a model that does not say.</summary>
    /// <param name="lastDay">Day of the last step read.</param>
    public async Task<VisitForecast?> NextVisit(ModelState state, double day, double lastDay, CancellationToken ct)
    {
        if (Artefact.Visits.Count == 0)
            return null;
        // Learnt behind the first task's prompt, which says nothing but when it is asked.
        var answer = await Prompted(state, Artefact.Vocabulary.Tasks[0], day, lastDay, ct);
        return VisitForecast.From(Artefact.Visits, answer.NextVisit);
    }

    /// <summary>Largest absolute difference to what PyTorch answered when the model was exported.</summary>
    public Task<double> Parity(CancellationToken ct) => GoldenReference.Difference(Artefact, Inference, ct);

    private Task<ForwardAnswer> Prompted(ModelState state, string task, double day, double lastDay, CancellationToken ct) =>
        Inference.Forward(new ForwardRequest(state, new[] { Tokeniser.Question(task, day, lastDay) }), ct);

    public HazardCalibration CalibrationOf(string task) =>
        Artefact.Calibration.GetValueOrDefault(task, HazardCalibration.Identity);

    public void Dispose() => _own?.Dispose();
}

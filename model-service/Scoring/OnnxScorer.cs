using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Phr.Model.Tokens;

namespace Phr.Model.Scoring;

/// <summary>
/// A chunk of one record, the state before it, and how far its steps are moved to the mean step (1: not at all).
/// </summary>
public sealed record ForwardRequest(ModelState State, ReadOnlyMemory<ModelEvent> Steps, float Alpha = 1);

/// <summary>What stands after the last step of a chunk.</summary>
/// <param name="LogHazards">2K values; meaningful only behind a prompt.</param>
/// <param name="NextRates">Log-rates a day of each token being the next.</param>
/// <param name="Contributions">What each of the model's groups adds to each log-hazard of the outcome; meaningful only behind a prompt.</param>
/// <param name="NextVisit">Log-rates a day of the next visit being of each of the model's kinds; meaningful only behind a prompt.</param>
public sealed record ForwardAnswer(float[] LogHazards, float[] NextRates, ModelState State, float[] Contributions, float[] NextVisit);

/// <summary>The reverse of a chunk: adjoints of its last step's log-hazards and of the state after it.</summary>
public sealed record ReverseRequest(ForwardRequest Forward, float[] LogHazardsAdjoint, ModelState StateAdjoint);

/// <param name="Attribution">One value a step of the chunk.</param>
/// <param name="StateAdjoint">Adjoint of the state before the chunk.</param>
public sealed record ReverseAnswer(float[] Attribution, ModelState StateAdjoint);

/// <summary>
/// Runs a model's two graphs with ONNX Runtime, and is the only file that sees it. Not for callers: sessions live on
/// the threads of <see cref="InferenceThreads"/>, because the option that flushes denormal numbers to zero (they cost
/// a hundredfold) binds to the thread that creates the first session and to threads started from it, and would change
/// managed arithmetic elsewhere.
/// </summary>
internal sealed class OnnxScorer : IDisposable
{
    /// <summary>
    /// Longest chunk: the graph's cost grows with its square inside a chunk; 64 was the fastest measured.
    /// </summary>
    public const int ChunkMax = 64;

    /// <summary>Most rows of one call.</summary>
    public const int RowsMax = 32;

    private static readonly string[] StepNames =
        ["token", "type", "source", "visit", "delta", "age", "value", "has_value", "alpha", "length"];
    private static readonly string[] ForwardInputs = [.. StepNames, "conv_state", "ssm_state"];
    private static readonly string[] ForwardOutputs = ["log_hazards", "next_rates", "new_conv_state", "new_ssm_state"];
    private static readonly string[] ReverseInputs = [.. ForwardInputs, "d_log_hazards", "d_conv_state", "d_ssm_state"];
    private static readonly string[] ReverseOutputs = ["attribution", "d_conv_start", "d_ssm_start"];

    private static readonly Dictionary<Type, TensorElementType> TensorElementTypes = new()
    {
        [typeof(float)] = TensorElementType.Float, [typeof(long)] = TensorElementType.Int64,
    };

    private readonly ModelShape _shape;
    private readonly int _hazards;
    private readonly int _groups;
    private readonly int _visits;
    private readonly string[] _outputs;
    private readonly InferenceSession _forward;
    private readonly InferenceSession _reverse;
    private readonly RunOptions _run = new();

    /// <exception cref="InvalidDataException">A graph cannot be loaded, or takes or gives other tensors than this
    /// version knows.</exception>
    public OnnxScorer(ModelArtefact model)
    {
        _shape = model.Shape;
        _hazards = 2 * (model.EdgesYears.Count - 1);
        _groups = model.Groups.Count;
        _visits = model.Visits.Count;
        _outputs =
        [
            .. ForwardOutputs, .. _groups > 0 ? ["contributions"] : Array.Empty<string>(),
            .. _visits > 0 ? ["next_visit"] : Array.Empty<string>(),
        ];
        _forward = Session(model.ForwardGraph, "forward.onnx", ForwardInputs, _outputs);
        _reverse = Session(model.ExplainGraph, "explain.onnx", ReverseInputs, ReverseOutputs);
        Check("conv_state", _shape.Layers, _shape.ConvRows, _shape.ConvWidth);
        Check("ssm_state", _shape.SsmLayers, _shape.Heads, _shape.States, _shape.Head);
    }

    public ForwardAnswer[] Forward(IReadOnlyList<ForwardRequest> rows)
    {
        var steps = new StepTensors([.. rows.Select(row => row.Steps)]);
        var before = new StateTensors(_shape, [.. rows.Select(row => row.State)]);
        using var outputs = Run(_forward, ForwardInputs, [.. Inputs(steps, [.. rows.Select(row => row.Alpha)]), .. Values(before)], _outputs);
        var logHazards = Floats(outputs[0]);                                       // (rows, 2K)
        var nextRates = Floats(outputs[1]);                                        // (rows, vocabulary)
        var after = new StateTensors(_shape, rows.Count, Floats(outputs[2]), Floats(outputs[3]));
        var contributions = _groups > 0 ? Floats(outputs[4]) : [];                 // (rows, groups)
        var nextVisit = _visits > 0 ? Floats(outputs[^1]) : [];                    // (rows, kinds of visits)
        return [.. Enumerable.Range(0, rows.Count).Select(row => new ForwardAnswer(
            logHazards.AsSpan(row * _hazards, _hazards).ToArray(),
            nextRates.AsSpan(row * _shape.Vocabulary, _shape.Vocabulary).ToArray(),
            after.Row(row),
            contributions.AsSpan(row * _groups, _groups).ToArray(),
            nextVisit.AsSpan(row * _visits, _visits).ToArray()))];
    }

    public ReverseAnswer[] Reverse(IReadOnlyList<ReverseRequest> rows)
    {
        var steps = new StepTensors([.. rows.Select(row => row.Forward.Steps)]);
        var state = new StateTensors(_shape, [.. rows.Select(row => row.Forward.State)]);
        var adjoint = new StateTensors(_shape, [.. rows.Select(row => row.StateAdjoint)]);
        float[] hazards = [.. rows.SelectMany(row => row.LogHazardsAdjoint)];      // (rows, 2K)
        using var outputs = Run(_reverse, ReverseInputs,
            [
                .. Inputs(steps, [.. rows.Select(row => row.Forward.Alpha)]), .. Values(state),
                Value(hazards, [rows.Count, _hazards]), .. Values(adjoint),
            ],
            ReverseOutputs);
        var attribution = Floats(outputs[0]);                                      // (rows, steps)
        var start = new StateTensors(_shape, rows.Count, Floats(outputs[1]), Floats(outputs[2]));
        return [.. Enumerable.Range(0, rows.Count).Select(row => new ReverseAnswer(
            attribution.AsSpan(row * steps.Steps, rows[row].Forward.Steps.Length).ToArray(), start.Row(row)))];
    }

    public void Dispose()
    {
        _forward.Dispose();
        _reverse.Dispose();
        _run.Dispose();
    }

    internal static InferenceSession Session(byte[] graph, string name, string[] inputs, string[] outputs)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.set_denormal_as_zero", "1");
        InferenceSession session;
        try
        {
            session = new InferenceSession(graph, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidDataException($"ONNX Runtime cannot load {name}.", e);
        }
        var missing = inputs.Except(session.InputMetadata.Keys).Concat(outputs.Except(session.OutputMetadata.Keys))
            .ToList();
        if (missing.Count == 0 && session.InputMetadata.Count == inputs.Length)
            return session;
        session.Dispose();
        throw new InvalidDataException($"{name} is a graph of another version: it lacks {string.Join(", ", missing)}.");
    }

    /// <summary>Compares the fixed dimensions of a state input; the second is the rows of a call.</summary>
    private void Check(string input, params int[] fixedDimensions)
    {
        foreach (var session in (InferenceSession[])[_forward, _reverse])
        {
            var found = session.InputMetadata[input].Dimensions;
            int[] others = [found[0], .. found[2..]];
            if (!others.SequenceEqual(fixedDimensions))
                throw new InvalidDataException($"{input} of the graph has other dimensions than model.json names.");
        }
    }

    private static OrtValue[] Inputs(StepTensors steps, float[] alpha)
    {
        long[] shape = [steps.Rows, steps.Steps];
        return
        [
            Value(steps.Token, shape), Value(steps.Type, shape), Value(steps.Source, shape), Value(steps.Visit, shape),
            Value(steps.Delta, shape), Value(steps.Age, shape), Value(steps.Value, shape), Value(steps.HasValue, shape),
            Value(alpha, [steps.Rows]), Value(steps.Length, [steps.Rows]),
        ];
    }

    private static OrtValue[] Values(StateTensors state) =>
        [Value(state.Conv, state.ConvDimensions), Value(state.Ssm, state.SsmDimensions)];

    /// <summary>
    /// A copy in ONNX Runtime's own memory, and its outputs stay there too: that is aligned to what its kernels load at once. Memory of ours
    /// is not, and where it is not the kernels add up in another order, so the last digit would hang on where an array happens to lie.
    /// </summary>
    private static OrtValue Value<T>(T[] values, long[] shape)
        where T : unmanaged
    {
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementTypes[typeof(T)], shape);
        values.CopyTo(value.GetTensorMutableDataAsSpan<T>());
        return value;
    }

    private static float[] Floats(OrtValue value) => value.GetTensorDataAsSpan<float>().ToArray();

    private IDisposableReadOnlyCollection<OrtValue> Run(
        InferenceSession session, string[] inputNames, OrtValue[] inputs, string[] outputNames)
    {
        try
        {
            return session.Run(_run, inputNames, inputs, outputNames);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InferenceFaultException(e);
        }
        finally
        {
            foreach (var value in inputs)
                value.Dispose();
        }
    }
}

/// <summary>A graph from one tensor to another of the same form, run on the caller's thread: for timing only.</summary>
public sealed class PlainGraph(byte[] graph) : IDisposable
{
    private readonly InferenceSession _session = OnnxScorer.Session(graph, "the plain graph", ["steps"], ["hidden"]);
    private readonly RunOptions _run = new();

    /// <summary>Width of a step.</summary>
    public int Width => _session.InputMetadata["steps"].Dimensions[2];

    /// <param name="steps">[steps, width]</param>
    public float[] Run(float[] steps)
    {
        long[] shape = [1, steps.Length / Width, Width];
        var hidden = new float[steps.Length];
        using var input = OrtValue.CreateTensorValueFromMemory(steps, shape);
        using var output = OrtValue.CreateTensorValueFromMemory(hidden, shape);
        _session.Run(_run, ["steps"], [input], ["hidden"], [output]);
        return hidden;
    }

    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
    }
}

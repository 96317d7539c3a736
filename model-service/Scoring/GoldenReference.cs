using System.Text.Json;
using Phr.Model.Tokens;

namespace Phr.Model.Scoring;

/// <summary>
/// What PyTorch answered to drawn steps when the model was exported (<c>golden.json</c>), and the check that ONNX
/// Runtime answers the same here: whole chunks, attributions, and everything in one ragged batch.
/// </summary>
internal static class GoldenReference
{
    /// <summary>Largest difference allowed, absolute.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Of the states every so many values are stored; fixed by <c>export.py</c>.</summary>
    private const int StateStride = 61;

    private static readonly string[] Columns =
        ["token", "type", "source", "visit", "delta", "age", "value", "has_value"];

    private static readonly RecordEvent Drawn = new()
    {
        Entry = "golden",
        Type = EventType.Padding,
        Time = DateTimeOffset.UnixEpoch,
        KnownAt = DateTimeOffset.UnixEpoch,
        Codes = [],
    };

    /// <exception cref="InvalidDataException">An answer differs by more than <see cref="Tolerance"/>.</exception>
    public static async Task Check(ModelArtefact model, ModelInference inference, CancellationToken ct)
    {
        var difference = await Difference(model, inference, ct);
        if (!(difference <= Tolerance))
            throw new InvalidDataException(
                $"{model.Name} answers its reference with a difference of {difference:E1}; {Tolerance:E0} is allowed.");
    }

    /// <summary>Largest absolute difference of hazards, next-event rates, states and attributions.</summary>
    public static async Task<double> Difference(ModelArtefact model, ModelInference inference, CancellationToken ct)
    {
        using var golden = Parse(model.Golden);
        var root = golden.RootElement;
        var rows = Steps(root);
        var answers = await Task.WhenAll(rows.Select(row => Read(model, inference, row, ct)));
        var attributions = await Task.WhenAll(rows.Select((row, i) =>
            Attribute(model, inference, row, answers[i].Before, ct)));
        var states = new StateTensors(model.Shape, [.. answers.Select(answer => answer.Answer.State)]);
        var padded = rows.Max(row => row.Length);
        double[] differences =
        [
            Largest(root, "log_hazards", answers.SelectMany(answer => answer.Answer.LogHazards)),
            model.Groups.Count == 0 ? 0 : Largest(root, "contributions", answers.SelectMany(answer => answer.Answer.Contributions)),
            model.Visits.Count == 0 ? 0 : Largest(root, "next_visit", answers.SelectMany(answer => answer.Answer.NextVisit)),
            Largest(root, "next_rates", answers.SelectMany(answer => answer.Answer.NextRates)),
            Largest(root, "conv_state", Strided(states.Conv)),
            Largest(root, "ssm_state", Strided(states.Ssm)),
            Largest(root, "attribution",
            attributions.SelectMany(row => row.Concat(Enumerable.Repeat(0f, padded - row.Length)))),
        ];
        return differences.Max();
    }

    private static JsonDocument Parse(byte[] stored)
    {
        try
        {
            return JsonDocument.Parse(stored);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("golden.json is not valid JSON.", e);
        }
    }

    private static async Task<(List<ModelState> Before, ForwardAnswer Answer)> Read(
        ModelArtefact model, ModelInference inference, ModelEvent[] row, CancellationToken ct)
    {
        var before = new List<ModelState>();
        var state = ModelState.Start(model.Shape);
        ForwardAnswer? answer = null;
        foreach (var chunk in Chunks(row))
        {
            before.Add(state);
            answer = await inference.Forward(new ForwardRequest(state, chunk), ct);
            state = answer.State;
        }
        return (before, answer!);
    }

    /// <summary>Of the first interval's two log-hazards, over the chunks from the last to the first.</summary>
    private static async Task<float[]> Attribute(
        ModelArtefact model, ModelInference inference, ModelEvent[] row, List<ModelState> before, CancellationToken ct)
    {
        var intervals = model.EdgesYears.Count - 1;
        var adjoint = new float[2 * intervals];
        adjoint[0] = adjoint[intervals] = 1;
        var state = ModelState.Start(model.Shape);
        var chunks = Chunks(row).ToList();
        var found = new List<float[]>();
        for (var i = chunks.Count - 1; i >= 0; i--)
        {
            var answer = await inference.Reverse(new ReverseRequest(new ForwardRequest(before[i], chunks[i]), adjoint,
                state), ct);
            found.Insert(0, answer.Attribution);
            (state, adjoint) = (answer.StateAdjoint, new float[2 * intervals]);
        }
        return [.. found.SelectMany(part => part)];
    }

    private static IEnumerable<ReadOnlyMemory<ModelEvent>> Chunks(ModelEvent[] row)
    {
        for (var at = 0; at < row.Length; at += OnnxScorer.ChunkMax)
            yield return row.AsMemory(at, Math.Min(OnnxScorer.ChunkMax, row.Length - at));
    }

    private static List<ModelEvent[]> Steps(JsonElement root)
    {
        var lengths = Values(root, "length");
        var columns = Columns.Select(name => Values(root, name)).ToArray();
        var width = columns[0].Length / lengths.Length;
        return [.. Enumerable.Range(0, lengths.Length)
            .Select(row => Enumerable.Range(row * width, (int)lengths[row]).Select(at => new ModelEvent(
            (int)columns[0][at], (EventType)(int)columns[1][at], (SourceKind)(int)columns[2][at], (int)columns[3][at],
            columns[5][at] * Tokeniser.DaysPerYear, (float)columns[4][at], (float)columns[6][at], columns[7][at] > 0,
            Drawn)).ToArray())];
    }

    private static IEnumerable<float> Strided(float[] values)
    {
        for (var i = 0; i < values.Length; i += StateStride)
            yield return values[i];
    }

    private static double Largest(JsonElement root, string name, IEnumerable<float> found)
    {
        var expected = Values(root, name);
        var actual = found.ToArray();
        if (actual.Length != expected.Length)
            throw new InvalidDataException($"golden.json has {expected.Length} values of {name}; the graph gave {actual.Length}.");
        return actual.Zip(expected, (left, right) => Math.Abs(left - right))
            .Select(difference => double.IsNaN(difference) ? double.PositiveInfinity : difference).Max();
    }

    private static double[] Values(JsonElement root, string name) =>
        [.. root.GetProperty(name).GetProperty("values").EnumerateArray().Select(value => value.GetDouble())];
}

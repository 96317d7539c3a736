using Phr.Model.Tokens;

namespace Phr.Model.Scoring;

/// <summary>The steps of several rows as flat columns (rows, steps), padded on the right.</summary>
internal sealed class StepTensors
{
    public StepTensors(IReadOnlyList<ReadOnlyMemory<ModelEvent>> rows)
    {
        Rows = rows.Count;
        Steps = Math.Max(1, rows.Max(row => row.Length));
        Length = new long[Rows];
        (Token, Type, Source, Visit) =
            (new long[Rows * Steps], new long[Rows * Steps], new long[Rows * Steps], new long[Rows * Steps]);
        (Delta, Age, Value, HasValue) =
            (new float[Rows * Steps], new float[Rows * Steps], new float[Rows * Steps], new float[Rows * Steps]);
        for (var row = 0; row < Rows; row++)
        {
            Length[row] = rows[row].Length;
            Fill(row * Steps, rows[row].Span);
        }
    }

    public int Rows { get; }

    public int Steps { get; }

    public long[] Length { get; }                      // (rows)

    public long[] Token { get; }                       // (rows, steps), as all below

    public long[] Type { get; }

    public long[] Source { get; }

    public long[] Visit { get; }

    public float[] Delta { get; }

    public float[] Age { get; }

    public float[] Value { get; }

    public float[] HasValue { get; }

    private void Fill(int at, ReadOnlySpan<ModelEvent> steps)
    {
        foreach (ref readonly var step in steps)
        {
            Token[at] = step.Token;
            Type[at] = (long)step.Type;
            Source[at] = (long)step.Source;
            Visit[at] = step.Visit;
            Delta[at] = step.DeltaDays;
            Age[at] = step.AgeYears;
            Value[at] = step.Value;
            HasValue[at] = step.HasValue ? 1 : 0;
            at++;
        }
    }
}

/// <summary>
/// The states of several rows as (layers, rows, …) tensors, packed from and unpacked to one person's own.
/// </summary>
internal sealed class StateTensors
{
    private readonly ModelShape _shape;
    private readonly int _rows;

    /// <summary>What a graph gave.</summary>
    public StateTensors(ModelShape shape, int rows, float[] conv, float[] ssm) => (_shape, _rows, Conv, Ssm) = (shape, rows, conv, ssm);

    public StateTensors(ModelShape shape, IReadOnlyList<ModelState> states)
        : this(shape, states.Count, new float[shape.Layers * states.Count * shape.ConvPerLayer],
            new float[shape.SsmLayers * states.Count * shape.SsmPerLayer])
    {
        for (var row = 0; row < _rows; row++)
        {
            for (var layer = 0; layer < shape.Layers; layer++)
                Slice(states[row].Conv, layer, shape.ConvPerLayer).CopyTo(ConvOf(layer, row));
            for (var layer = 0; layer < shape.SsmLayers; layer++)
                Slice(states[row].Ssm, layer, shape.SsmPerLayer).CopyTo(SsmOf(layer, row));
        }
    }

    public float[] Conv { get; }                       // (layers, rows, conv rows, conv width)

    public float[] Ssm { get; }                        // (layers and slabs, rows, heads, states, head)

    public long[] ConvDimensions => [_shape.Layers, _rows, _shape.ConvRows, _shape.ConvWidth];

    public long[] SsmDimensions => [_shape.SsmLayers, _rows, _shape.Heads, _shape.States, _shape.Head];

    public ModelState Row(int row)
    {
        var state = ModelState.Start(_shape);
        for (var layer = 0; layer < _shape.Layers; layer++)
            ConvOf(layer, row).CopyTo(Slice(state.Conv, layer, _shape.ConvPerLayer));
        for (var layer = 0; layer < _shape.SsmLayers; layer++)
            SsmOf(layer, row).CopyTo(Slice(state.Ssm, layer, _shape.SsmPerLayer));
        return state;
    }

    private Span<float> ConvOf(int layer, int row) => Slice(Conv, (layer * _rows) + row, _shape.ConvPerLayer);

    private Span<float> SsmOf(int layer, int row) => Slice(Ssm, (layer * _rows) + row, _shape.SsmPerLayer);

    private static Span<float> Slice(float[] values, int index, int size) => values.AsSpan(index * size, size);
}

using System.Runtime.InteropServices;

namespace Phr.Model.Scoring;

/// <summary>Sizes of a model's tensors, as <c>model.json</c> gives them.</summary>
/// <param name="Slabs">Layers of the SSM state's form that hold a person's registers: what was last said of each
/// concept, when, and how often (<c>registers.py</c>).</param>
/// <param name="ConvRows">Rows of the convolution's input that are kept.</param>
/// <param name="ConvWidth">Channels of the convolution.</param>
/// <param name="States">Size of the SSM state of one channel.</param>
/// <param name="Head">Channels of one head.</param>
/// <param name="Vocabulary">Number of tokens.</param>
public sealed record ModelShape(int Layers, int ConvRows, int ConvWidth, int Heads, int States, int Head,
    int Slabs, int Vocabulary)
{
    public int ConvPerLayer => ConvRows * ConvWidth;

    public int SsmPerLayer => Heads * States * Head;

    public int SsmLayers => Layers + Slabs;

    /// <summary>Bytes of one person's state in fp32.</summary>
    public int StateBytes => sizeof(float) * ((Layers * ConvPerLayer) + (SsmLayers * SsmPerLayer));
}

/// <summary>
/// All that the model remembers of one record up to a step. Immutable: a step yields a new one, so a fork is a
/// reference.
/// </summary>
/// <param name="Conv">[layers, rows, width], fp32.</param>
/// <param name="Ssm">[layers and slabs, heads, states, head], fp32.</param>
public sealed record ModelState(float[] Conv, float[] Ssm)
{
    /// <summary>The state of a record without steps.</summary>
    public static ModelState Start(ModelShape shape) =>
        new(new float[shape.Layers * shape.ConvPerLayer], new float[shape.SsmLayers * shape.SsmPerLayer]);

    /// <summary>Little-endian fp32, convolution first. A store keeps the model's digest beside it.</summary>
    public byte[] ToBytes() => [.. MemoryMarshal.AsBytes(Conv.AsSpan()), .. MemoryMarshal.AsBytes(Ssm.AsSpan())];

    /// <exception cref="InvalidDataException">Of another size, or not all numbers: made by another model, or
    /// damaged.</exception>
    public static ModelState FromBytes(ReadOnlySpan<byte> stored, ModelShape shape)
    {
        if (stored.Length != shape.StateBytes)
            throw new InvalidDataException($"A state of this model has {shape.StateBytes} bytes; {stored.Length} were stored.");
        var values = MemoryMarshal.Cast<byte, float>(stored);
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                throw new InvalidDataException("A stored state holds a value that is no number.");
        }
        var conv = shape.Layers * shape.ConvPerLayer;
        return new ModelState(values[..conv].ToArray(), values[conv..].ToArray());
    }
}

using System.Diagnostics.CodeAnalysis;

namespace Phr.Platform;

/// <summary>What a decision gave: a value, or the refusal that stands in its place.</summary>
public readonly struct Answer<T>
{
    private readonly T _value;

    private Answer(T value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    /// <summary>Why there is no value; null when there is one.</summary>
    public Refusal? Refusal { get; }

    /// <exception cref="InvalidOperationException">
    /// It was refused: a bug of the reader, who has to look first.
    /// </exception>
    public T Value => Refusal is null ? _value : throw new InvalidOperationException($"Refused: {Refusal.Reason}");

    public bool IsRefused([NotNullWhen(true)] out Refusal? refusal)
    {
        refusal = Refusal;
        return refusal is not null;
    }

    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Refusal refusal) => new(default!, refusal);
}

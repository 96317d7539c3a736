namespace Phr.Model.Tokens;

/// <summary>One step of the model's input.</summary>
/// <param name="Token">Index into the vocabulary: concept and value bin fused.</param>
/// <param name="Day">Days since birth, with fraction; the order of a sequence never decreases in it.</param>
/// <param name="DeltaDays">Days since the step before; 0 for the first.</param>
/// <param name="Visit">Bucket of the ordinal of the encounter (0 outside any), see <see
/// cref="Tokeniser.VisitBucket"/>.</param>
/// <param name="Value">Normalised value (standard deviations from the training median, clipped to ±6); 0 without
/// one.</param>
/// <param name="Origin">What it was read from.</param>
public readonly record struct ModelEvent(
    int Token, EventType Type, SourceKind Source, int Visit, double Day, float DeltaDays, float Value, bool HasValue,
    RecordEvent Origin)
{
    public float AgeYears => (float)(Day / Tokeniser.DaysPerYear);

    /// <summary>Equal for the model: the origin is not part of what it sees.</summary>
    public bool IsSameStep(in ModelEvent other) =>
        Token == other.Token && Type == other.Type && Source == other.Source && Visit == other.Visit
        && Day == other.Day && DeltaDays == other.DeltaDays && Value == other.Value && HasValue == other.HasValue;
}

/// <summary>Why an event was not read as it came.</summary>
public enum ReadingFlag
{
    /// <summary>
    /// No code of it, nor anything above it, was seen in training: read as "something of this type", or left out where
    /// training had nothing of the type either (an untrained token would be noise).
    /// </summary>
    UnknownCode,
    /// <summary>The unit is missing or cannot be brought to the concept's: read without its number.</summary>
    UnknownUnit,
    /// <summary>Not a number, or outside the plausible range: read without its number.</summary>
    ImplausibleValue,
    /// <summary>The source tells no date that can be: left out.</summary>
    Undated,
    /// <summary>Dated before birth or after the moment of knowing: left out.</summary>
    OutsideLife,
    /// <summary>The same fact at the same instant was there already: left out.</summary>
    Repeated,
    /// <summary>More readings of one kind, or events, in a day than are read: left out.</summary>
    Thinned,
    /// <summary>
    /// Beside <see cref="UnknownCode"/>: no step at all, for training had nothing of the type, or because another unknown code of the
    /// moment is read as the same "something of this type".
    /// </summary>
    LeftOut,
}

/// <summary>A person's record as the model reads it.</summary>
/// <param name="Flags">How often each flag was raised.</param>
public sealed record TokenSequence(
    DateTimeOffset Birth, IReadOnlyList<ModelEvent> Steps, IReadOnlyDictionary<ReadingFlag, int> Flags);

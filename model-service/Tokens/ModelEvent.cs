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
    /// No code of it leads to a token that training learnt (<see cref="Vocabulary.Learnt"/>): left out, for an untrained token would
    /// be noise. Where training knew nothing of a type but that it is of the type, it is read as that.
    /// </summary>
    UnknownCode,
    /// <summary>The unit is missing or cannot be brought to the concept's: left out.</summary>
    UnknownUnit,
    /// <summary>Not a number, or outside the plausible range: left out.</summary>
    ImplausibleValue,
    /// <summary>"Less than" or "more than" a number, which nobody measured: left out.</summary>
    BoundedValue,
    /// <summary>A measurement without a number: left out.</summary>
    NoNumber,
    /// <summary>Read, but as the farthest that the model can tell apart: it lies beyond (<see cref="Tokeniser.ValueMax"/>).</summary>
    BeyondRange,
    /// <summary>The source tells no date that can be: left out.</summary>
    Undated,
    /// <summary>Dated before birth or after the moment of knowing: left out.</summary>
    OutsideLife,
    /// <summary>The same fact at the same instant was there already: left out.</summary>
    Repeated,
    /// <summary>More events in a day than are read: left out.</summary>
    Thinned,
    /// <summary>One more home reading of its day: read in the mean of its week alone.</summary>
    InWeekAlone,
    /// <summary>
    /// Beside what says why (unknown code or unit, no number or none that can be): no step at all, or because another unknown code of
    /// the moment is read as the same "something of this type".
    /// </summary>
    LeftOut,
}

/// <summary>A person's record as the model reads it.</summary>
/// <param name="Flags">How often each flag was raised.</param>
public sealed record TokenSequence(
    DateTimeOffset Birth, IReadOnlyList<ModelEvent> Steps, IReadOnlyDictionary<ReadingFlag, int> Flags)
{
    public LatestValues Latest { get; init; }
}

/// <summary>The last measurement of each concept: answers hang on these more than on the rest.</summary>
/// <param name="Unread">Those that were not read as what they are.</param>
public readonly record struct LatestValues(int All, int Unread);

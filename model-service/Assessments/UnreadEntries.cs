using Phr.Model.Tokens;

namespace Phr.Model.Assessments;

/// <summary>Entries that the model did not read as they came, of one reason.</summary>
/// <param name="Reason">As in the answer: "unknown-unit".</param>
public sealed record UnreadEntries(string Reason, int Count, Wording Text)
{
    private static readonly (ReadingFlag Flag, string Reason, Wording Text)[] Reasons =
    [
        (ReadingFlag.UnknownCode, "unknown-code", new("モデルが学習していないコードです。", "The model has not learnt these codes.")),
        (ReadingFlag.UnknownUnit, "unknown-unit", new("単位がないか、換算できない単位です。", "The unit is missing or cannot be converted.")),
        (ReadingFlag.ImplausibleValue, "implausible-value", new("ありえない値です。", "The value cannot be right.")),
        (ReadingFlag.BoundedValue, "bounded-value",
            new("「未満」「以上」などで書かれ、測定値ではありません。", "It says less or more than a value, which is no measured value.")),
        (ReadingFlag.NoNumber, "no-number", new("測定値がありません。", "The measurement has no number.")),
        (ReadingFlag.BeyondRange, "beyond-range", new(
            "モデルが学習した範囲を大きく外れ、その端の値として読みました。",
            "The value lies far outside what the model has learnt from and was read as the farthest that it knows.")),
        (ReadingFlag.Undated, "undated", new("日付がないか、ありえない日付です。", "The date is missing or cannot be right.")),
        (ReadingFlag.OutsideLife, "outside-life", new("生まれる前か、今より後の日付です。", "It is dated before birth or in the future.")),
        (ReadingFlag.Thinned, "thinned", new("同じ日の記録が多すぎます。", "There are too many entries of one day.")),
    ];

    /// <summary>Those of a reading. What is there twice, or is in the mean of its week, was read.</summary>
    public static IReadOnlyList<UnreadEntries> Of(IReadOnlyDictionary<ReadingFlag, int> flags) =>
    [
        .. Reasons.Select(reason => new UnreadEntries(reason.Reason, flags.GetValueOrDefault(reason.Flag), reason.Text))
            .Where(entries => entries.Count > 0).OrderByDescending(entries => entries.Count),
    ];
}

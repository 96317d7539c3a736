using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices;

/// <summary>Why a value of a device file is refused or kept raw, beside the reasons of uploads.</summary>
public static class DeviceReasons
{
    public static readonly Reason NotThisFormat = new(
        "not-this-format",
        "The file is not of the format that it begins like.",
        "ファイルの形式が正しくありません。");

    public static readonly Reason RowWidth = new(
        "row-width",
        "The row does not have as many columns as the header.",
        "行の列数が見出しと一致しません。");

    public static readonly Reason NoMetric = new(
        "no-metric",
        "No kind of reading stands for this value; it is kept as it was.",
        "対応する測定項目がないため、そのまま保管します。");

    public static readonly Reason Derived = new(
        "derived",
        "The value follows from another one of the same record; it is kept as it was.",
        "同じ記録の別の値から求められるため、そのまま保管します。");

    public static readonly Reason DateAmbiguous = new(
        "date-ambiguous",
        "Day and month cannot be told apart; it is kept as it was.",
        "日と月を区別できないため、そのまま保管します。");

    /// <summary>A remark on a reading.</summary>
    public static readonly Reason HalfInferred = new(
        "half-of-day-inferred",
        "The file marks morning and afternoon alike; which it was follows from the order of the rows.",
        "午前・午後の表記が正しくないため、行の順序から判断しました。");

    public static readonly Reason NoDate = new(
        "no-date",
        "Only the time of day is known; it is kept as it was.",
        "時刻のみで日付がないため、そのまま保管します。");

    public static readonly Reason NoInterval = new(
        "no-interval",
        "When it was measured is not told exactly; it is kept as it was.",
        "測定した時間が特定できないため、そのまま保管します。");

    public static readonly Reason OtherStatistic = new(
        "other-statistic",
        "The value is a statistic that no kind of reading stands for; it is kept as it was.",
        "対応する統計量の測定項目がないため、そのまま保管します。");

    public static readonly Reason BeyondDetection = new(
        "beyond-detection",
        "The device says only that the value is beyond what it can measure; it is kept as it was.",
        "測定限界外のため、そのまま保管します。");

    public static readonly Reason Goal = new(
        "goal",
        "A goal, not a measurement; it is kept as it was.",
        "測定値ではなく目標値のため、そのまま保管します。");

    public static readonly Reason NotMeasured = new(
        "not-measured",
        "The device wrote that it did not measure; it is kept as it was.",
        "測定されていないため、そのまま保管します。");
}

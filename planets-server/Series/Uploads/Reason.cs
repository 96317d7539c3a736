using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Uploads;

/// <summary>Why a reading is refused, left as it was, or kept with a remark. The code is part of the wire format.</summary>
public sealed record Reason(string Code, string En, string Ja)
{
    public static readonly Reason NotAnItem = new(
        "not-an-item",
        "The item is not a JSON object with the fields of a reading.",
        "項目が測定値の形式になっていません。");

    public static readonly Reason UnknownMetric = new(
        "unknown-metric",
        "The kind of reading is not known.",
        "未知の測定項目です。");

    public static readonly Reason NoUnit = new(
        "no-unit",
        "The reading has no unit.",
        "単位がありません。");

    public static readonly Reason UnitUnknown = new(
        "unit-unknown",
        "The unit is not a UCUM code that is known here.",
        "単位がUCUMコードとして認識できません。");

    public static readonly Reason UnitDiffers = new(
        "unit-differs",
        "The unit does not measure this kind of reading.",
        "単位がこの測定項目に合いません。");

    public static readonly Reason StatisticDiffers = new(
        "statistic-differs",
        "The value is another statistic than this kind of reading; two statistics are never merged.",
        "統計量の種類が異なるため、この測定項目に統合できません。");

    public static readonly Reason NoStart = new(
        "no-start",
        "The reading does not say when it begins.",
        "開始時刻がありません。");

    public static readonly Reason TimeMalformed = new(
        "time-malformed",
        "The time is not an ISO 8601 date and time.",
        "時刻の形式が正しくありません。");

    public static readonly Reason NoOffset = new(
        "no-offset",
        "Neither the reading nor its connection says how far local time is from UTC.",
        "時差（UTCオフセット）が分かりません。");

    public static readonly Reason OffsetMalformed = new(
        "offset-malformed",
        "The offset from UTC is not of the form ±hh:mm.",
        "UTCオフセットの形式が正しくありません。");

    public static readonly Reason OffsetsDiffer = new(
        "offsets-differ",
        "The time and the offset beside it contradict each other.",
        "時刻とUTCオフセットが矛盾しています。");

    public static readonly Reason ZoneUnknown = new(
        "zone-unknown",
        "The time zone is not in the IANA database.",
        "タイムゾーンが不明です。");

    public static readonly Reason NoSuchLocalTime = new(
        "no-such-local-time",
        "Clocks in that time zone skipped this time.",
        "そのタイムゾーンに存在しない時刻です。");

    public static readonly Reason Future = new(
        "future",
        "The reading lies more than a day ahead of now.",
        "未来の測定値です。");

    public static readonly Reason TooOld = new(
        "too-old",
        "The reading lies before the year 1900.",
        "1900年より前の測定値です。");

    public static readonly Reason IntervalReversed = new(
        "interval-reversed",
        "The reading ends before it begins.",
        "終了が開始より前です。");

    public static readonly Reason IntervalTooLong = new(
        "interval-too-long",
        "One value stands for more than 26 hours.",
        "1つの値の期間が26時間を超えています。");

    public static readonly Reason NoValue = new(
        "no-value",
        "The reading has no value.",
        "値がありません。");

    public static readonly Reason NotANumber = new(
        "not-a-number",
        "The value is not a number.",
        "値が数値ではありません。");

    public static readonly Reason Impossible = new(
        "impossible",
        "The value cannot be a measurement of a person in this unit.",
        "この単位では人の測定値としてあり得ない値です。");

    public static readonly Reason ComponentsDiffer = new(
        "components-differ",
        "The reading does not have exactly the parts of its panel.",
        "構成要素が測定項目と一致しません。");

    public static readonly Reason TooManySamples = new(
        "too-many-samples",
        "The item has more samples than one item may have.",
        "1項目のサンプル数が上限を超えています。");

    public static readonly Reason DayFull = new(
        "day-full",
        "The day already holds as many samples as a day may have.",
        "1日のサンプル数の上限に達しています。");

    public static readonly Reason ClientIdMalformed = new(
        "client-id-malformed",
        "The client id is empty or longer than 256 characters.",
        "クライアントIDの形式が正しくありません。");

    public static readonly Reason VersionMalformed = new(
        "version-malformed",
        "The version is not a whole number.",
        "バージョンが整数ではありません。");

    public static readonly Reason VersionReused = new(
        "version-reused",
        "This version of the item is stored with other content.",
        "同じバージョンが異なる内容で保存済みです。");

    public static readonly Reason VersionMissing = new(
        "version-missing",
        "The stored item has a version; another content needs a higher one.",
        "保存済みの項目にはバージョンがあります。より大きいバージョンが必要です。");

    /// <summary>With <c>unchanged</c>: the very same is already stored.</summary>
    public static readonly Reason AlreadyStored = new(
        "already-stored",
        "The same reading is already stored.",
        "同じ測定値が保存済みです。");

    /// <summary>With <c>unchanged</c>: a higher version is stored.</summary>
    public static readonly Reason Older = new(
        "older",
        "A newer version of the item is stored.",
        "より新しいバージョンが保存済みです。");

    /// <summary>With <c>unchanged</c>: the item was deleted; only a higher version brings it back.</summary>
    public static readonly Reason DeletedEarlier = new(
        "deleted-earlier",
        "The item was deleted earlier.",
        "この項目は削除済みです。");

    /// <summary>With <c>unchanged</c>: there is nothing to delete.</summary>
    public static readonly Reason NothingToDelete = new(
        "nothing-to-delete",
        "No such reading is stored.",
        "削除する測定値がありません。");

    /// <summary>A remark on what was stored: outside <see cref="Metric.Plausible"/>.</summary>
    public static readonly Reason Implausible = new(
        "implausible",
        "Stored; the value is outside the usual range.",
        "保存しましたが、通常の範囲外の値です。");

    /// <summary>A remark on what was stored: the clock was set back, the earlier of two instants was taken.</summary>
    public static readonly Reason LocalTimeTwice = new(
        "local-time-twice",
        "Stored; this local time came twice that day, the first was taken.",
        "保存しました。この時刻はその日に2回あり、最初の方としました。");
}

namespace Phr.Simulator.Writing.Phone;

/// <summary>
/// One upload of a phone as planets-server's series take it: UTF-8 JSON <c>{"connection","zone","items":[…]}</c>.
/// </summary>
/// <param name="Connection">The device that measured: "watch", "pressure-monitor", "scale", "glucose-meter" or
/// "glucose-sensor".</param>
/// <param name="Items">Items of the batch; a day's samples of one metric are one.</param>
/// <param name="Readings">Values in them.</param>
public sealed record UploadBatch(string Connection, byte[] Utf8, int Items, int Readings)
{
    /// <summary>First and last local day.</summary>
    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    /// <summary>The same each time that the batch is sent: for the header Idempotency-Key.</summary>
    public string Key => FormattableString.Invariant($"{Connection}-{From:yyyyMMdd}-{To:yyyyMMdd}-{Readings}");
}

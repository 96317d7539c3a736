using System.Text;
using Phr.EventLog;
using Phr.Fhir.Indexing;
using Phr.Platform;

namespace Phr.Planets.Search;

/// <summary>
/// A moment in the past as which the record is read: the parameter <c>_asOf</c> of reads, searches and <c>$everything</c>. What held
/// then is
/// shown, under today's consents, links and erasures.
/// </summary>
/// <param name="Before">The end of what the precision of the value leaves open: a day is read as it ended.</param>
public sealed record AsOf(DateTimeOffset Before)
{
    public const string Parameter = "_asOf";

    /// <param name="zone">Of a value without one.</param>
    public static Answer<AsOf> Parse(string value, TimeSpan zone, TimeProvider clock)
    {
        if (!DateRange.TryRead(Encoding.UTF8.GetBytes(value), zone, out var range))
            return Refused("The value of '_asOf' is not a date or instant.");
        return range.Low <= clock.GetUtcNow().UtcDateTime
            ? new AsOf(new DateTimeOffset(range.High, TimeSpan.Zero))
            : Refused("'_asOf' is in the future.");
    }

    /// <summary>How far the log had come.</summary>
    public Task<long> Position(Reader log, CancellationToken ct) => log.PositionAt(Before.AddMicroseconds(-1), ct);

    private static Refusal Refused(string reason) => new(RefusalKind.Invalid, reason, "http._asOf", "invalid");
}

using System.Text.Json;
using Phr.Planets.Intake.Offers;

namespace Phr.Cli.Ingest;

/// <summary>The sum of the reports of many documents: in = stored + merged + kept raw + refused, altogether and of each type.</summary>
internal sealed class IngestTotal
{
    /// <summary>Refusals that are listed; the others are counted.</summary>
    public const int RefusalsMax = 1_000;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, IngestCount> _types = new(StringComparer.Ordinal);
    private readonly List<IngestRefusal> _refusals = [];

    /// <param name="where">Of the document; places inside it come behind.</param>
    public void Add(string where, IngestReport report)
    {
        lock (_gate)
        {
            foreach (var (type, count) in report.ByType)
                _types[type] = Sum(_types.GetValueOrDefault(type, None), count);
            var left = Math.Max(0, RefusalsMax - _refusals.Count);
            _refusals.AddRange(report.Refusals.Take(left).Select(refusal => refusal with { Where = Place(where, refusal.Where) }));
        }
    }

    /// <summary>A document that could not be taken in at all.</summary>
    public void Refuse(string where, string type, string why) => Add(where, type, new IngestCount(1, 0, 0, 0, 1), new IngestRefusal("", why));

    /// <summary>What became of entries that are all of one type.</summary>
    /// <param name="refusal">Why and where, if any were refused.</param>
    public void Add(string where, string type, IngestCount count, IngestRefusal refusal) => Add(where, new IngestReport(
        count.In, count.Stored, count.Merged, count.KeptRaw, count.Refused,
        new Dictionary<string, IngestCount> { [type] = count }, count.Refused == 0 ? [] : [refusal]));

    public IngestReport Report()
    {
        lock (_gate)
        {
            var all = _types.Values.Aggregate(None, Sum);
            return new IngestReport(
                all.In, all.Stored, all.Merged, all.KeptRaw, all.Refused, new Dictionary<string, IngestCount>(_types), [.. _refusals]);
        }
    }

    /// <summary>The contract of <c>phr ingest --json</c>.</summary>
    public string ToJson() => JsonSerializer.Serialize(Report(), Format);

    private static IngestCount None => new(0, 0, 0, 0, 0);

    private static IngestCount Sum(IngestCount one, IngestCount other) => new(
        one.In + other.In, one.Stored + other.Stored, one.Merged + other.Merged, one.KeptRaw + other.KeptRaw, one.Refused + other.Refused);

    private static string Place(string where, string inside) => inside.Length == 0 ? where : $"{where}#{inside}";
}

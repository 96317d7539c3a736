using Phr.Planets.Search;
using Phr.Planets.Series.Storage;
using Phr.Planets.Series.Views;

namespace Phr.Planets.Operations;

/// <summary>Puts the samples of days behind the days' figures: they are no rows of their own, but they are part of all that there
/// is.</summary>
public sealed class SampledRows(SampledDays samples)
{
    /// <summary>Bytes of samples after which a page ends: a day of a watch can be 100 KB.</summary>
    public const int BytesMax = 16 << 20;

    /// <returns>The rows with samples between them, and how many of <paramref name="rows"/> are in: all, unless the bytes were
    /// reached.</returns>
    public async Task<(List<FoundRow> Rows, int Taken)> Into(List<FoundRow> rows, long? asOf, CancellationToken ct)
    {
        var all = new List<FoundRow>(rows.Count);
        var bytes = 0L;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            all.Add(row);
            if (row.Type != "Observation" || !DayId.IsDaily(row.Id) || await samples.Of(row.Stream, row.Body, asOf, ct) is not { } body)
                continue;
            all.Add(row with { Id = DayId.SamplesOf(row.Id), Body = body });
            bytes += body.Length;
            if (bytes > BytesMax)
                return (all, i + 1);
        }
        return (all, rows.Count);
    }
}

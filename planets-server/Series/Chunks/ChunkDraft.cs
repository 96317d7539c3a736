namespace Phr.Planets.Series.Chunks;

/// <summary>Collects the runs of a chunk in one unit.</summary>
internal sealed class ChunkDraft(DayKey key, string unit)
{
    private readonly List<Run> _runs = [];
    private readonly List<Sample> _samples = [];

    public string Unit => unit;

    public bool IsEmpty => _runs.Count == 0;

    public void Add(Run run, ReadOnlySpan<Sample> samples)
    {
        _runs.Add(run);
        _samples.AddRange(samples);
    }

    public Chunk Finish() => new() { Key = key, Unit = unit, Runs = [.. _runs], Samples = [.. _samples] };
}

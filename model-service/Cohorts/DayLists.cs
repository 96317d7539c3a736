namespace Phr.Model.Cohorts;

/// <summary>Columns of lists of days of life, one list a person and task: where each begins, and the days.</summary>
internal sealed class DayLists : IDisposable
{
    private readonly NpyColumn<long> _offset;
    private readonly NpyColumn<double> _day;
    private long _days;

    /// <param name="name">Files are <c>NAME_offset.npy</c> and <c>NAME_day.npy</c>.</param>
    public DayLists(string folder, string name)
    {
        _offset = new(Path.Combine(folder, name + "_offset.npy"));
        _day = new(Path.Combine(folder, name + "_day.npy"));
        _offset.Add(0);
    }

    public void Add(IReadOnlyList<double> days)
    {
        foreach (var day in days)
            _day.Add(day);
        _days += days.Count;
        _offset.Add(_days);
    }

    public void Dispose()
    {
        _offset.Dispose();
        _day.Dispose();
    }
}

namespace Phr.Model.Cohorts;

/// <summary>
/// Columns of true contributions of clinical groups: days of life, and for each the contributions to the log-hazard of every task's
/// outcome, NaN where it cannot happen. A person whose contributions nobody knows has no days. All people who have some have the same
/// groups.
/// </summary>
internal sealed class GroupColumns(string folder, IReadOnlyList<TaskDefinition> tasks) : IDisposable
{
    private readonly NpyColumn<long> _offset = Started(new(Path.Combine(folder, "group_offset.npy")));
    private readonly NpyColumn<float> _day = new(Path.Combine(folder, "group_day.npy"));
    private NpyColumn<Half>? _contribution;
    private long _days;

    /// <summary>Keys of the groups; none before the first person who has some.</summary>
    public IReadOnlyList<string> Groups { get; private set; } = [];

    public void Add(GroupPaths paths)
    {
        if (paths.Covers(tasks))
        {
            _contribution ??= Begin(paths.Groups);
            if (!paths.Groups.SequenceEqual(Groups))
                throw new ArgumentException("People of one cohort have the same clinical groups.", nameof(paths));
            for (var i = 0; i < paths.Days.Count; i++)
            {
                _day.Add((float)paths.Days[i]);
                _contribution.AddRow([.. tasks.SelectMany(task => paths.Outcomes[task.Truth!][i] ?? Nothing()).Select(value => (Half)value)]);
            }
            _days += paths.Days.Count;
        }
        _offset.Add(_days);
    }

    public void Dispose()
    {
        _contribution ??= Begin([]);
        foreach (var column in (IDisposable[])[_offset, _day, _contribution])
            column.Dispose();
    }

    private NpyColumn<Half> Begin(IReadOnlyList<string> groups)
    {
        Groups = groups;
        return new(Path.Combine(folder, "group_contribution.npy"), Math.Max(1, tasks.Count * groups.Count));
    }

    private double[] Nothing() => [.. Groups.Select(_ => double.NaN)];

    private static NpyColumn<long> Started(NpyColumn<long> column)
    {
        column.Add(0);
        return column;
    }
}

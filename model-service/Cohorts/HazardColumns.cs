namespace Phr.Model.Cohorts;

/// <summary>
/// Columns of true hazards: boundaries in days of life, and for each the integrated hazard of every task's outcome and
/// of death before it. A person whose hazards nobody knows has no boundaries, and is learnt from recorded outcomes.
/// </summary>
internal sealed class HazardColumns : IDisposable
{
    private readonly IReadOnlyList<TaskDefinition> _tasks;
    private readonly NpyColumn<long> _offset;
    private readonly NpyColumn<float> _day;
    private readonly NpyColumn<float> _outcome;
    private readonly NpyColumn<float> _death;
    private long _boundaries;

    public HazardColumns(string folder, IReadOnlyList<TaskDefinition> tasks)
    {
        _tasks = tasks;
        _offset = new(Path.Combine(folder, "hazard_offset.npy"));
        _day = new(Path.Combine(folder, "hazard_day.npy"));
        _outcome = new(Path.Combine(folder, "hazard_outcome.npy"), tasks.Count);
        _death = new(Path.Combine(folder, "hazard_death.npy"), tasks.Count);
        _offset.Add(0);
    }

    public void Add(HazardPaths hazards)
    {
        if (hazards.Covers(_tasks))
        {
            HazardPath[] paths = [.. _tasks.Select(task => hazards.Paths[task.Truth!])];
            for (var i = 0; i < hazards.Days.Count; i++)
            {
                _day.Add((float)hazards.Days[i]);
                _outcome.AddRow([.. paths.Select(path => (float)path.Outcome[i])]);
                _death.AddRow([.. paths.Select(path => (float)path.Death[i])]);
            }
            _boundaries += hazards.Days.Count;
        }
        _offset.Add(_boundaries);
    }

    public void Dispose()
    {
        foreach (var column in (IDisposable[])[_offset, _day, _outcome, _death])
            column.Dispose();
    }
}

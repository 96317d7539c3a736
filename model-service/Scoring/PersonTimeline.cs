using Phr.Model.Tokens;

namespace Phr.Model.Scoring;

/// <summary>A state kept on the way: after <paramref name="Steps"/> steps.</summary>
public sealed record Checkpoint(int Steps, ModelState State);

/// <summary>
/// One view of one person's record, followed as it grows. A new event that comes last costs one step; a late, changed
/// or removed one rewinds to the checkpoint before the first step that it changes and reads on from there. The result
/// is that of a full replay, because the steps are made anew each time and compared with those that were read: what is
/// equal need not be read again. Not safe for two updates at once.
/// </summary>
public sealed class PersonTimeline(RiskModel model)
{
    /// <summary>Steps between two checkpoints.</summary>
    public const int CheckpointSteps = 64;

    /// <summary>
    /// Of the recent past every checkpoint is kept, of the older ever fewer: this many at each doubling of the
    /// distance.
    /// </summary>
    private const int CheckpointsPerDoubling = 4;

    private readonly List<Checkpoint> _checkpoints = [new(0, ModelState.Start(model.Artefact.Shape))];
    private IReadOnlyList<ModelEvent> _steps = [];
    private ModelState _state = ModelState.Start(model.Artefact.Shape);

    public IReadOnlyList<ModelEvent> Steps => _steps;

    public ModelState State => _state;

    public IReadOnlyList<Checkpoint> Checkpoints => _checkpoints;

    public IReadOnlyDictionary<ReadingFlag, int> Flags { get; private set; } = new Dictionary<ReadingFlag, int>();

    public LatestValues Latest { get; private set; }

    /// <summary>Takes up what was stored: checkpoints of the same model and view, in order of their steps.</summary>
    /// <param name="steps">The steps that they were made from.</param>
    public void Resume(IReadOnlyList<ModelEvent> steps, IEnumerable<Checkpoint> checkpoints, ModelState state)
    {
        _checkpoints.RemoveRange(1, _checkpoints.Count - 1);
        _checkpoints.AddRange(checkpoints.Where(checkpoint => checkpoint.Steps > 0 && checkpoint.Steps <= steps.Count)
            .OrderBy(checkpoint => checkpoint.Steps));
        (_steps, _state) = (steps, state);
    }

    /// <summary>Follows the record to its present form.</summary>
    /// <param name="record">The whole view as it stands now.</param>
    /// <returns>Steps that had to be read.</returns>
    public async Task<int> Update(PersonRecord record, DateTimeOffset asOf, CancellationToken ct)
    {
        var read = model.Tokeniser.Read(record, asOf);
        (Flags, Latest) = (read.Flags, read.Latest);
        var steps = read.Steps as ModelEvent[] ?? [.. read.Steps];
        var same = Common(_steps, steps);
        var from = same == _steps.Count ? new Checkpoint(same, _state) : Rewind(same);
        await ReadOn(from, steps, ct);
        _steps = steps;
        return steps.Length - from.Steps;
    }

    /// <summary>The state after the first <paramref name="count"/> steps, read from the checkpoint before.</summary>
    public async Task<ModelState> StateAfter(int count, CancellationToken ct)
    {
        if (count == _steps.Count)
            return _state;
        var from = _checkpoints.FindLast(checkpoint => checkpoint.Steps <= count)!;
        return await model.Read(from.State, Slice(_steps, from.Steps, count - from.Steps), ct);
    }

    /// <summary>
    /// The state of other steps of the same person, read from the checkpoint before they part; the timeline stays as
    /// it is.
    /// </summary>
    public async Task<ModelState> StateOf(IReadOnlyList<ModelEvent> steps, CancellationToken ct)
    {
        var other = steps as ModelEvent[] ?? [.. steps];
        var same = Common(_steps, other);
        if (same == _steps.Count && same == other.Length)
            return _state;
        var from = _checkpoints.FindLast(checkpoint => checkpoint.Steps <= same)!;
        return await model.Read(from.State, other.AsMemory(from.Steps), ct);
    }

    /// <summary>
    /// The curve of a task as asked at a past or present moment, from what had been recorded by then in today's view.
    /// </summary>
    public async Task<HazardCurve> Ask(string task, DateTimeOffset birth, DateTimeOffset moment, CancellationToken ct)
    {
        var day = Tokeniser.DayOfLife(birth, moment);
        var count = StepsBy(day);
        var state = await StateAfter(count, ct);
        return await model.Ask(state, task, day, count > 0 ? _steps[count - 1].Day : day, ct);
    }

    /// <summary>
    /// The same person as they were known at a past moment, read from the checkpoint before what has come since; this timeline stays as it
    /// is.
    /// </summary>
    public async Task<PersonTimeline> At(PersonRecord record, DateTimeOffset moment, CancellationToken ct)
    {
        var then = new PersonTimeline(model);
        then.Resume(_steps, _checkpoints, _state);
        await then.Update(record, moment, ct);
        return then;
    }

    /// <summary>Number of steps up to a day of life.</summary>
    public int StepsBy(double day)
    {
        var (low, high) = (0, _steps.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_steps[middle].Day <= day)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private Checkpoint Rewind(int steps)
    {
        _checkpoints.RemoveAll(checkpoint => checkpoint.Steps > steps);
        return _checkpoints[^1];
    }

    private async Task ReadOn(Checkpoint from, ModelEvent[] steps, CancellationToken ct)
    {
        var (at, state) = (from.Steps, from.State);
        while (at < steps.Length)
        {
            var next = Math.Min(steps.Length, ((at / CheckpointSteps) + 1) * CheckpointSteps);
            state = await model.Read(state, steps.AsMemory(at, next - at), ct);
            at = next;
            if (at % CheckpointSteps == 0)
                _checkpoints.Add(new Checkpoint(at, state));
        }
        _state = state;
        Thin(steps.Length);
    }

    /// <summary>Keeps the number of checkpoints logarithmic in the length of the record.</summary>
    private void Thin(int steps) => _checkpoints.RemoveAll(checkpoint =>
    {
        var distance = (steps - checkpoint.Steps) / CheckpointSteps;
        var spacing = Math.Max(1,
            (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)((distance / CheckpointsPerDoubling) + 1)) / 2);
        return checkpoint.Steps > 0 && checkpoint.Steps / CheckpointSteps % spacing != 0;
    });

    private static int Common(IReadOnlyList<ModelEvent> left, ModelEvent[] right)
    {
        var shorter = Math.Min(left.Count, right.Length);
        for (var i = 0; i < shorter; i++)
        {
            if (!left[i].IsSameStep(right[i]))
                return i;
        }
        return shorter;
    }

    private static ReadOnlyMemory<ModelEvent> Slice(IReadOnlyList<ModelEvent> steps, int start, int count) =>
        steps is ModelEvent[] array ? array.AsMemory(start, count) : steps.Skip(start).Take(count).ToArray();
}

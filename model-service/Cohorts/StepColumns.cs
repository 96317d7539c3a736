using Phr.Model.Tokens;

namespace Phr.Model.Cohorts;

/// <summary>The columns of the steps themselves.</summary>
internal sealed class StepColumns(string folder) : IDisposable
{
    private readonly NpyColumn<int> _token = new(Path.Combine(folder, "token.npy"));
    private readonly NpyColumn<sbyte> _type = new(Path.Combine(folder, "type.npy"));
    private readonly NpyColumn<sbyte> _source = new(Path.Combine(folder, "source.npy"));
    private readonly NpyColumn<sbyte> _visit = new(Path.Combine(folder, "visit.npy"));
    private readonly NpyColumn<float> _delta = new(Path.Combine(folder, "delta.npy"));
    private readonly NpyColumn<double> _day = new(Path.Combine(folder, "day.npy"));
    private readonly NpyColumn<float> _value = new(Path.Combine(folder, "value.npy"));
    private readonly NpyColumn<sbyte> _hasValue = new(Path.Combine(folder, "has_value.npy"));
    private readonly NpyColumn<double> _known = new(Path.Combine(folder, "known.npy"));

    public long Count { get; private set; }

    public void Add(TokenSequence sequence)
    {
        // A moment of asking must lie after all that its prefix holds was known, or the prefix would tell the future.
        var known = double.NegativeInfinity;
        foreach (var step in sequence.Steps)
        {
            known = Math.Max(known, Tokeniser.DayOfLife(sequence.Birth, step.Origin.KnownAt));
            _token.Add(step.Token);
            _type.Add((sbyte)step.Type);
            _source.Add((sbyte)step.Source);
            _visit.Add((sbyte)step.Visit);
            _delta.Add(step.DeltaDays);
            _day.Add(step.Day);
            _value.Add(step.Value);
            _hasValue.Add((sbyte)(step.HasValue ? 1 : 0));
            _known.Add(known);
            Count++;
        }
    }

    public void Dispose()
    {
        foreach (var column in (IDisposable[])[_token, _type, _source, _visit, _delta, _day, _value, _hasValue, _known])
            column.Dispose();
    }
}

using Phr.Simulator.Physiology;

namespace Phr.Simulator.Fidelity;

/// <summary>A quantity of people of one sex in an age band of ten years (the last is 90 and over).</summary>
public readonly record struct Cell(string Measure, Sex Sex, int AgeFrom)
{
    public static Cell Of(string measure, Sex sex, double age) => new(measure, sex, Math.Min(90, (int)(age / 10) * 10));
}

/// <summary>Sums and weights by cell.</summary>
public sealed class Tally
{
    private readonly Dictionary<Cell, (double Sum, double Weight)> cells = [];

    public IEnumerable<Cell> Cells => cells.Keys;

    public void Add(Cell cell, double value, double weight)
    {
        cells.TryGetValue(cell, out var now);
        cells[cell] = (now.Sum + value, now.Weight + weight);
    }

    public double Sum(Cell cell) => cells.GetValueOrDefault(cell).Sum;

    public double Weight(Cell cell) => cells.GetValueOrDefault(cell).Weight;

    /// <summary>NaN where nothing was counted.</summary>
    public double Mean(Cell cell) => cells.TryGetValue(cell, out var now) && now.Weight > 0 ? now.Sum / now.Weight : double.NaN;
}

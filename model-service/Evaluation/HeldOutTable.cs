using System.Runtime.InteropServices;
using System.Text;
using Phr.Model.Scoring;

namespace Phr.Model.Evaluation;

/// <summary>
/// What <c>phr_training.evaluate</c> wrote about people (float64, one row a moment): person, task, day of life, kind,
/// years, female (NaN: not recorded), device, steps, site, expected outcomes within the task's horizon (NaN: not known), years of study
/// left, the 2K log-hazards, then the baselines' answers at the task's own horizon (NaN: none).
/// </summary>
public sealed class HeldOutTable
{
    private const int FixedColumns = 11;

    private static readonly string[] BaselineNames =
        ["ageSex", "classical", "boostedTrees", "boostedTreesOfHazards", "knowingTheBody", "transformer"];

    private readonly double[][] _rows;
    private readonly int _hazards;

    private HeldOutTable(double[][] rows, int hazards) => (_rows, _hazards) = (rows, hazards);

    public static IReadOnlyList<string> Baselines => BaselineNames;

    public int People => _rows.Select(row => row[0]).Distinct().Count();

    /// <param name="hazards">Number of log-hazard columns.</param>
    /// <exception cref="InvalidDataException">Not such a table.</exception>
    public static HeldOutTable Load(string path, int hazards)
    {
        var bytes = File.ReadAllBytes(path);
        var columns = FixedColumns + hazards + BaselineNames.Length;
        var header = bytes.Length < 10 ? int.MaxValue : 10 + BitConverter.ToUInt16(bytes, 8);
        if (bytes.Length < header || !Encoding.ASCII.GetString(bytes, 0, header).Contains("'<f8'", StringComparison.Ordinal)
            || (bytes.Length - header) % (sizeof(double) * columns) != 0)
            throw new InvalidDataException($"{path} is not a table of {columns} float64 columns.");
        var values = MemoryMarshal.Cast<byte, double>(bytes.AsSpan(header)).ToArray();
        return new HeldOutTable([.. values.Chunk(columns)], hazards);
    }

    /// <summary>The rows of both.</summary>
    public HeldOutTable With(HeldOutTable other) => new([.. _rows, .. other._rows], _hazards);

    /// <summary>The rows of some people.</summary>
    public HeldOutTable Of(IReadOnlySet<long> people) => new([.. _rows.Where(row => people.Contains((long)row[0]))], _hazards);

    /// <summary>Person, task and day of life of the rows in which outcomes were to be expected, in the order of the table.</summary>
    public IEnumerable<(long Person, int Task, double Day)> Expected() =>
        _rows.Where(row => IsUsable(row, (int)row[1]) && double.IsFinite(row[9])).Select(row => ((long)row[0], (int)row[1], row[2]));

    /// <summary>Person and day of life of a task's rows, in the order of <see cref="Answers"/>.</summary>
    public IReadOnlyList<(long Person, double Day)> Places(int task) => [.. Of(task).Select(row => ((long)row[0], row[2]))];

    /// <summary>Rows of a task with the model's calibrated answer at a horizon.</summary>
    public IReadOnlyList<EvaluationRow> Answers(int task, double horizonYears, IReadOnlyList<double> edgesYears,
        HazardCalibration calibration) =>
        [.. Of(task).Select(row =>
        {
            var logs = row.Skip(FixedColumns).Take(_hazards).Select(value => (float)value).ToArray();
            return Row(row, HazardCurve.From(edgesYears, logs, calibration).Risk(horizonYears), horizonYears);
        })];

    /// <summary>Rows of a task with a baseline's answer; empty where it had too little to learn from.</summary>
    public IReadOnlyList<EvaluationRow> BaselineAnswers(int task, string name)
    {
        var column = FixedColumns + _hazards + Array.IndexOf(BaselineNames, name);
        return [.. Of(task).Where(row => !double.IsNaN(row[column])).Select(row => Row(row, row[column], double.PositiveInfinity))];
    }

    /// <summary>(person, day of life, years followed) of some moments of a task, evenly through the table.</summary>
    public IReadOnlyList<(long Person, double Day, int Row)> Moments(int task, int count)
    {
        var own = Enumerable.Range(0, _rows.Length).Where(i => IsUsable(_rows[i], task)).ToList();
        return [.. Enumerable.Range(0, Math.Min(count, own.Count))
            .Select(i => own[(int)((long)i * own.Count / Math.Min(count, own.Count))])
            .Select(i => ((long)_rows[i][0], _rows[i][2], i))];
    }

    /// <summary>The log-hazards of one row.</summary>
    public float[] LogHazards(int row) =>
        [.. _rows[row].Skip(FixedColumns).Take(_hazards).Select(value => (float)value)];

    private IEnumerable<double[]> Of(int task) => _rows.Where(row => IsUsable(row, task));

    private static bool IsUsable(double[] row, int task) =>
        (int)row[1] == task && row[3] >= 0 && !double.IsNaN(row[FixedColumns]);

    private static EvaluationRow Row(double[] row, double probability, double horizonYears) =>
        new((long)row[0], (int)row[3], row[4], probability)
    {
        AgeYears = row[2] / Tokens.Tokeniser.DaysPerYear,
        Sex = row[5] switch { 1 => "female", 0 => "male", _ => null },
        HasDevice = row[6] > 0,
        Steps = (int)row[7],
        Site = (int)row[8],
        Expected = row[9],
        Came = (int)row[3] == 1 && row[4] <= horizonYears,
    };
}

using System.Globalization;
using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Simulator;
using Phr.Simulator.Chance;
using Phr.Simulator.Hazards;
using Phr.Simulator.Knowable;

namespace Phr.Model.Runs;

/// <summary>A particle filter's answer to one row of a held-out table.</summary>
/// <param name="Probability">NaN where it had none.</param>
/// <param name="Effective">Effective sample size at the moment; <paramref name="EffectiveMin"/> the least before it.</param>
public sealed record KnowableRow(long Person, int Task, double Day, double Probability, double Effective, double EffectiveMin);

/// <summary>
/// Asks the particle filter what a held-out table asks the model, person by person, and keeps the answers in a file, so that a run that was
/// cut off goes on. People come in a random order of their own, the same in every run: the first N are a random sample.
/// </summary>
public sealed class KnowableScores(TrainingPlan plan, IReadOnlyList<TaskDefinition> tasks, KnowableEffort effort)
{
    private const int MonthsAYear = 12;

    /// <summary>The branch of a person's filter chance that decides the order; the filter draws from another.</summary>
    private const long OrderBranch = 1;

    /// <summary>People at the end of what is kept who are asked again.</summary>
    private const int AskedAgain = 3;

    /// <exception cref="InvalidDataException">
    /// The file is of another plan, world, effort or filter, or was cut off within a person.
    /// </exception>
    public async Task<IReadOnlyList<KnowableRow>> Of(
        World world, HeldOutTable table, int people, string path, IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        var sample = table.Expected().Where(row => HasOutcome(row.Task)).GroupBy(row => row.Person)
            .OrderBy(person => Order(person.Key)).Take(people).ToList();
        var found = Read(path, Signature(world)).ToLookup(row => row.Person);
        CheckEnd(world, found, sample, path);
        await using (var file = new StreamWriter(path, append: true))
        {
            if (file.BaseStream.Length == 0)
                await file.WriteLineAsync(Signature(world));
            await Score(world, [.. sample.Where(person => !found.Contains(person.Key))], file, sample.Count, progress, ct);
        }

        var chosen = sample.Select(person => person.Key).ToHashSet();
        return [.. Read(path, Signature(world)).Where(row => chosen.Contains(row.Person))];
    }

    /// <summary>Neither the world's digest nor the effort says by which code the answers were found.</summary>
    private void CheckEnd(World world, ILookup<long, KnowableRow> found,
        IEnumerable<IGrouping<long, (long Person, int Task, double Day)>> sample, string path)
    {
        var asked = sample.ToDictionary(person => person.Key);
        foreach (var kept in found.Where(kept => asked.ContainsKey(kept.Key)).TakeLast(AskedAgain))
        {
            if (!Answer(world, kept.Key, [.. asked[kept.Key]]).SequenceEqual(kept))
                throw new InvalidDataException($"{path} has other answers for person {kept.Key} than the filter gives now: it was cut off "
                    + "there, or found by other code. Remove it to begin anew.");
        }
    }

    private async Task Score(
        World world, List<IGrouping<long, (long Person, int Task, double Day)>> people, StreamWriter file, int whole,
        IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        using var gate = new SemaphoreSlim(1);
        var done = whole - people.Count;
        await Parallel.ForEachAsync(people, ct, async (person, token) =>
        {
            var rows = Answer(world, person.Key, [.. person]);
            await gate.WaitAsync(token);
            foreach (var row in rows)
                await file.WriteLineAsync(Line(row));
            await file.FlushAsync(token);
            progress?.Report(new TrainingProgress($"knowable, {world.Name}", ++done, whole));
            gate.Release();
        });
    }

    private IEnumerable<KnowableRow> Answer(World world, long person, IReadOnlyList<(long Person, int Task, double Day)> rows)
    {
        var life = LifeSimulation.Live(world, (ulong)plan.Seed, person);
        var birth = life.Traits.Born.ToDateTime(TimeOnly.MinValue);
        var questions = rows.Select(row => new KnowableQuestion(
            Enum.Parse<Outcome>(tasks[row.Task].Truth!), birth.AddDays(row.Day),
            (int)Math.Max(1, Math.Round(tasks[row.Task].HorizonYears * MonthsAYear)))).ToList();
        return KnowableRisk.Of(life, questions, effort).Zip(rows, (answer, row) => new KnowableRow(
            row.Person, row.Task, row.Day, answer.Probability ?? double.NaN, answer.Effective, answer.EffectiveMin));
    }

    private ulong Order(long person) => new RandomStream((ulong)plan.Seed, person, ChancePurpose.Filter, OrderBranch).Bits();

    private bool HasOutcome(int task) => Enum.TryParse<Outcome>(tasks[task].Truth, out _);

    private string Signature(World world) => string.Create(
        CultureInfo.InvariantCulture, $"{WorldDigest.Of(world)},{plan.Seed},{effort.Particles},{effort.Futures}");

    private static IReadOnlyList<KnowableRow> Read(string path, string signature)
    {
        if (!File.Exists(path))
            return [];
        var lines = File.ReadAllLines(path);
        if (lines.Length == 0)
            return [];
        if (lines[0] != signature)
            throw new InvalidDataException($"{path} is of another seed, world or effort; remove it to begin anew.");
        return [.. lines.Skip(1).Select((line, i) => Row(line) ?? throw new InvalidDataException($"{path}, line {i + 2}: not an answer."))];
    }

    private static string Line(KnowableRow row) => string.Create(
        CultureInfo.InvariantCulture, $"{row.Person},{row.Task},{row.Day:R},{row.Probability:R},{row.Effective:R},{row.EffectiveMin:R}");

    private static KnowableRow? Row(string line)
    {
        var cells = line.Split(',');
        return cells.Length == 6 && long.TryParse(cells[0], CultureInfo.InvariantCulture, out var person)
            && int.TryParse(cells[1], CultureInfo.InvariantCulture, out var task)
            && Number(cells[2]) is { } day && Number(cells[3]) is { } risk
            && Number(cells[4]) is { } effective && Number(cells[5]) is { } least
            ? new KnowableRow(person, task, day, risk, effective, least)
            : null;
    }

    private static double? Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;
}

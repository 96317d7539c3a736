using System.Text.Json;
using Phr.Model.Tokens;

namespace Phr.Model.Cohorts;

/// <summary>
/// Writes token arrays for training: flat columns over all steps of all people, one row a person and task, and the
/// moments at which the trained model and its baselines are evaluated. The format is read by
/// <c>training/phr_training/arrays.py</c>.
/// </summary>
public sealed class CohortArrays : IDisposable
{
    /// <summary>Version of the stored format.</summary>
    public const int Format = 4;

    private readonly string _folder;
    private readonly Tokeniser _tokeniser;
    private readonly IReadOnlyList<TaskDefinition> _tasks;
    private readonly StepColumns _steps;
    private readonly NpyColumn<long> _offset;
    private readonly NpyColumn<long> _personId;
    private readonly NpyColumn<sbyte> _split;
    private readonly NpyColumn<sbyte> _site;
    private readonly NpyColumn<double> _exit;
    private readonly NpyColumn<double> _studyEnd;
    private readonly NpyColumn<double> _death;
    private readonly NpyColumn<double> _from;
    private readonly NpyColumn<double> _until;
    private readonly DayLists _outcomes;
    private readonly DayLists _ends;
    private readonly DayLists _moments;
    private readonly HazardColumns _hazards;
    private readonly GroupColumns _groups;
    private readonly NpyColumn<int> _rowPerson;
    private readonly NpyColumn<int> _rowTask;
    private readonly NpyColumn<double> _rowDay;

    /// <param name="folder">Existing folder; its arrays are overwritten.</param>
    public CohortArrays(string folder, Tokeniser tokeniser, IReadOnlyList<TaskDefinition> tasks)
    {
        _folder = folder;
        _tokeniser = tokeniser;
        _tasks = tasks;
        _steps = new StepColumns(folder);
        _offset = new(File("offset"));
        _personId = new(File("person_id"));
        _split = new(File("split"));
        _site = new(File("site"));
        _exit = new(File("exit"));
        _studyEnd = new(File("study_end"));
        _death = new(File("death"));
        _from = new(File("eligible_from"), tasks.Count);
        _until = new(File("eligible_until"), tasks.Count);
        _outcomes = new DayLists(folder, "outcome");
        _ends = new DayLists(folder, "end");
        _moments = new DayLists(folder, "moment");
        _hazards = new HazardColumns(folder, tasks);
        _groups = new GroupColumns(folder, tasks);
        _rowPerson = new(File("row_person"));
        _rowTask = new(File("row_task"));
        _rowDay = new(File("row_day"));
        _offset.Add(0);
    }

    public int People { get; private set; }

    public long Steps => _steps.Count;

    public void Add(CohortPerson person)
    {
        var birth = person.Record.Person.Birth;
        var exit = Tokeniser.DayOfLife(birth, person.Exit);
        var sequence = _tokeniser.Read(person.Record, person.Exit);
        _steps.Add(sequence);
        _offset.Add(_steps.Count);
        _personId.Add(person.Id);
        _split.Add((sbyte)person.Split);
        _site.Add((sbyte)person.Site);
        _exit.Add(exit);
        _studyEnd.Add(Tokeniser.DayOfLife(birth, person.StudyEnd));
        _death.Add(person.Death is { } death ? Tokeniser.DayOfLife(birth, death) : double.NaN);
        var labels = _tasks.Select(task => TaskLabels.Of(task, person)).ToArray();
        _from.AddRow([.. labels.Select(label => label.From)]);
        _until.AddRow([.. labels.Select(label => label.Until)]);
        foreach (var label in labels)
        {
            _outcomes.Add(label.Outcomes);
            _ends.Add(label.Ends);
            _moments.Add(label.Moments ?? []);
        }
        _hazards.Add(person.Truth.Hazards);
        _groups.Add(person.Truth.Groups);
        AddRows(person, sequence, labels);
        People++;
    }

    /// <summary>Closes the columns and writes what binds them to the vocabulary.</summary>
    public void Dispose()
    {
        foreach (var column in (IDisposable[])[_steps, _offset, _personId, _split, _site, _exit, _studyEnd, _death, _from, _until,
            _outcomes, _ends, _moments, _hazards, _groups, _rowPerson, _rowTask, _rowDay])
            column.Dispose();
        System.IO.File.WriteAllBytes(Path.Combine(_folder, "meta.json"),
            JsonSerializer.SerializeToUtf8Bytes(Meta(), JsonSerializerOptions.Web));
    }

    private void AddRows(CohortPerson person, TokenSequence sequence, TaskLabels[] labels)
    {
        if (sequence.Steps.Count == 0)
            return;
        var firstEntry = sequence.Steps.FirstOrDefault(step => step.Type != EventType.Static, sequence.Steps[0]).Day;
        foreach (var moment in IndexMoments.Of(person, firstEntry, labels)
            .Where(moment => IsFair(sequence, labels[moment.Task], moment.Day)))
        {
            _rowPerson.Add(People);
            _rowTask.Add(moment.Task);
            _rowDay.Add(moment.Day);
        }
    }

    /// <summary>Of a stay's moment what is dated before must have been known, or it would tell what was found out later.</summary>
    private static bool IsFair(TokenSequence sequence, TaskLabels labels, double day) => labels.Moments is null
        || !sequence.Steps.Any(step => step.Day <= day && Tokeniser.DayOfLife(sequence.Birth, step.Origin.KnownAt) > day);

    private object Meta()
    {
        var vocabulary = _tokeniser.Vocabulary;
        // Tokens of padding and prompts belong to a concept of their own, 0.
        var conceptOf = new int[vocabulary.Size];
        for (var i = 0; i < vocabulary.Concepts.Count; i++)
            Array.Fill(conceptOf, i + 1, vocabulary.Concepts[i].FirstToken, vocabulary.Concepts[i].TokenCount);
        return new
        {
            Format,
            VocabularySha256 = vocabulary.Digest,
            People,
            Steps,
            FemaleToken = vocabulary.Find("static/female")?.FirstToken ?? -1,
            ConceptOf = conceptOf,
            _groups.Groups,
            Concepts = vocabulary.Concepts.Select(concept => concept.Key).Prepend("").ToArray(),
            Tasks = _tasks.Select(task =>
            new { task.Key, Token = vocabulary.TaskToken(task.Key), task.WindowYears, task.HorizonYears }).ToArray(),
            AtMoments = _tasks.Where(task => task.Moment is not null).Select(task => task.Key).ToArray(),
        };
    }

    private string File(string name) => Path.Combine(_folder, name + ".npy");
}

using System.Globalization;
using System.Text.Json;
using Phr.Model.Tokens;

namespace Phr.Tests.Model;

/// <summary>Small records and a vocabulary made from them, for the tests of this folder.</summary>
internal static class Records
{
    public static readonly DateTimeOffset Birth = At("1960-05-01T00:00:00+09:00");

    public static readonly DateTimeOffset Later = At("2024-06-30T12:00:00+09:00");

    public static readonly string[] Tasks = ["type-2-diabetes", "cardiovascular-event"];

    public static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

    public static RecordEvent Event(
        EventType type, string code, string time, double? value = null, string? unit = null) => new()
    {
        Entry = $"{type}/{code}@{time}",
        Type = type,
        Time = At(time),
        KnownAt = At(time),
        Codes = [ConceptCatalogue.Parse(code)],
        Value = value is { } number ? new Measured(number, unit) : null,
        Source = SourceKind.CareGiver,
    };

    public static PersonRecord Person(params RecordEvent[] events) =>
        new(new PersonFacts("Patient/1", Birth, "female"), events, []);

    /// <summary>Forty people whose values spread evenly: enough for every concept to get its bins.</summary>
    public static Vocabulary Vocabulary(int peopleMin = 1)
    {
        var builder = new VocabularyBuilder(peopleMin);
        for (var i = 0; i < 40; i++)
            builder.Add(Sample(i), Later);
        return Phr.Model.Tokens.Vocabulary.Load(builder.Build("test", Tasks));
    }

    public static PersonRecord Sample(int seed)
    {
        var random = new Random(seed);
        var events = new List<RecordEvent>();
        for (var year = 2010; year < 2024; year++)
        {
            events.Add(Event(EventType.Encounter, "class:AMB",
                $"{year}-04-01T09:00:00+09:00") with { Visit = $"Encounter/{year}" });
            events.Add(Event(EventType.Lab, "loinc:4548-4", $"{year}-04-01T09:30:00+09:00",
                5 + (3 * random.NextDouble()), "%"));
            events.Add(Event(EventType.Vital, "loinc:8480-6", $"{year}-04-01T09:30:00+09:00",
                100 + (60 * random.NextDouble()), "mm[Hg]"));
            events.Add(Event(EventType.Vital, "phr:home-sbp", $"{year}-04-02T07:00:00+09:00",
                100 + (60 * random.NextDouble()), "mm[Hg]") with { Source = SourceKind.Person });
            events.Add(Event(EventType.Diagnosis, random.Next(2) == 0 ? "ICD10:J45" : "ICD10:I10",
                $"{year}-04-01T10:00:00+09:00"));
            events.Add(Event(EventType.Medication, "YJ:2171022F1029", $"{year}-04-01T10:00:00+09:00"));
        }
        return new PersonRecord(new PersonFacts("Patient/1", Birth, seed % 2 == 0 ? "female" : "male"), events, []);
    }

    /// <summary>Whether the model would see the same.</summary>
    public static bool AreSame(IReadOnlyList<ModelEvent> left, IReadOnlyList<ModelEvent> right) =>
        left.Count == right.Count && Enumerable.Range(0, left.Count)
        .All(i => left[i].IsSameStep(right[i]) && left[i].Origin.Entry == right[i].Origin.Entry);

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>The repository's root: the folder that holds the solution.</summary>
    public static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Phr.sln")))
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("No Phr.sln above the test binary.");
        return folder;
    }

    /// <summary>A path of the shared data, or a visible skip.</summary>
    public static string SharedData(string name)
    {
        var path = Path.Combine(Root(), "..", "shared", "data", name);
        Skip.IfNot(File.Exists(path) || Directory.Exists(path), $"../shared/data/{name} is not there.");
        return path;
    }
}

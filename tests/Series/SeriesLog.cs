using Phr.EventLog;
using Phr.Planets.Record.State;
using Phr.Planets.Search;
using Phr.Planets.Series.Storage;
using Phr.Planets.Series.Uploads;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.Series;

/// <summary>A log with series in a database of its own.</summary>
internal sealed class SeriesLog : IAsyncDisposable
{
    public static readonly Origin Phone = new("person", "phone-app", "phone", "PATRQT");

    private readonly TestLog _test;

    private SeriesLog(TestLog test, Log log) => (_test, Log) = (test, log);

    public Log Log { get; }

    public TestLog Test => _test;

    public Readings Readings => new(_test.Database, Log, new FixedClock(Given.Now));

    public SeriesReader Reader => new(_test.Database, Log.Reader);

    public static async Task<SeriesLog> Open()
    {
        var test = await TestLog.Create();
        return new SeriesLog(test, await test.Open(Settings(test)));
    }

    public static LogSettings Settings(TestLog test) => new(
        test.Database, test.OpenKeys(),
            new InlineProjections(
                "record", typeof(SeriesProjection), "Migrations",
                [new RecordProjection(new Indexer(new TokenKeys(new byte[16]), TimeSpan.FromHours(9))), new SeriesProjection()]),
            new LogOptions());

    /// <summary>A person's stream, founded by their Patient.</summary>
    public async Task<Subject> Found(string patient = "p1")
    {
        var founded = await Log.Writer.Append(new Founding(patient), default);
        return new Subject(founded.Value, patient);
    }

    public async Task<IReadOnlyList<ItemResult>> Upload(Subject subject, params UploadEntry[] entries) =>
        (await Readings.Upload(Phone, subject, Given.Batch(entries), default)).Value.Items;

    public async Task Erase(Subject subject) => Assert.Null((await Log.Eraser.Erase(
        new ErasureRequest(subject.Stream, Phone, [], (_, _) => new RetentionRuling.Released()), default)).Refusal);

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    private sealed class Founding(string patient) : Proposal<StreamId>(Phone)
    {
        protected override ValueTask<Phr.Platform.Answer<StreamId>> Decide(Draft draft, CancellationToken ct) =>
            new(draft.Found(new NewEvent(EventKind.Stored, "Patient", patient, 1, null, """{"resourceType":"Patient"}"""u8.ToArray())));
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
    }
}

using Npgsql;
using Phr.EventLog;

namespace Phr.Tests.EventLog.Support;

/// <summary>
/// A process that appends units of five entities from eight writers and prints the name of each unit once it is
/// acknowledged. Arguments: connection string, key folder, master key file, units.
/// </summary>
internal static class AppendScenario
{
    public const int EntitiesPerUnit = 5;
    private const int Writers = 8;

    public static async Task Run(string[] arguments)
    {
        await using var database = NpgsqlDataSource.Create(arguments[0]);
        using var keys = KeyStore.Open(arguments[1], MasterKey.FromFile(arguments[2]));
        var options = new LogOptions { OutageMax = TimeSpan.FromMinutes(2), CheckpointEvents = 500 };
        await using var log = await Log.Open(new LogSettings(database, keys, TestLog.Projections(new Entities()), options), null, default);
        var unitsPerWriter = int.Parse(arguments[3]) / Writers;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Write(log, writer, unitsPerWriter)));
    }

    private static async Task Write(Log log, int writer, int units)
    {
        StreamId? stream = null;
        for (var unit = 0; unit < units; unit++)
        {
            var name = $"{writer}-{unit}";
            var entities = Enumerable.Range(0, EntitiesPerUnit).Select(i => new EntityChange($"{name}-{i}", $"body {i} of {name}"));
            var answer = await log.Writer.Append(new StoreEntities(stream, [.. entities]), default);
            stream = answer.Value.Stream;
            await Console.Out.WriteLineAsync(name);
            await Console.Out.FlushAsync();
        }
    }
}

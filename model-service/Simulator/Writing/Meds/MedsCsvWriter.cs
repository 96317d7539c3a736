using System.Globalization;
using System.Text;

namespace Phr.Simulator.Writing.Meds;

/// <summary>MEDS in one CSV file (RFC 4180, UTF-8), a row a line.</summary>
/// <param name="path">A file that is not there yet.</param>
public sealed class MedsCsvWriter(string path) : IMedsWriter
{
    private readonly StreamWriter _file = Open(path);

    public async Task Write(IReadOnlyList<MedsEvent> person, CancellationToken ct)
    {
        foreach (var row in person.Select(MedsRow.Of))
            await _file.WriteLineAsync(Line(row).AsMemory(), ct);
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static StreamWriter Open(string path)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var file = new StreamWriter(new FileStream(path, FileMode.CreateNew), utf8) { NewLine = "\n" };
        file.WriteLine("subject_id,time,code,numeric_value,text_value");
        return file;
    }

    private static string Line(MedsRow row) => string.Create(CultureInfo.InvariantCulture,
        $"{row.SubjectId},{row.Time:yyyy-MM-ddTHH:mm:ss.FFFFFF},{Quoted(row.Code)},{row.NumericValue:R},{Quoted(row.TextValue)}");

    private static string? Quoted(string? text) =>
        text is not null && text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

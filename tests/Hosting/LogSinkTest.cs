using System.Text;
using Phr.Platform.Hosting;

namespace Phr.Tests.Hosting;

public sealed class LogSinkTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-log-").FullName;

    [Fact]
    public void A_file_is_moved_aside_before_it_passes_its_size_and_no_line_is_cut()
    {
        var path = Path.Combine(_folder, "phr.jsonl");
        using (var sink = LogSink.File(path, bytesMax: 100))
        {
            for (var number = 0; number < 15; number++)
                sink.WriteLine(Encoding.UTF8.GetBytes($"line {number:00}"));
        }

        Assert.Equal(Enumerable.Range(0, 12).Select(n => $"line {n:00}"), File.ReadAllLines(path + ".1"));
        Assert.Equal(["line 12", "line 13", "line 14"], File.ReadAllLines(path));
        Assert.True(new FileInfo(path + ".1").Length <= 100);
    }

    [Fact]
    public void A_disk_that_is_full_loses_lines_and_nothing_else()
    {
        using var sink = LogSink.File("/dev/full");

        sink.WriteLine("lost"u8);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

namespace Phr.Platform.Hosting;

/// <summary>
/// Where log lines go: standard output, or a file that is kept below a size by moving it to <c>NAME.1</c>. Whole lines only, from
/// any thread. A disk that is full loses log lines, never a request.
/// </summary>
public sealed class LogSink : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string? _path;
    private readonly long _bytesMax;
    private Stream _stream;

    private LogSink(Stream stream, string? path, long bytesMax) => (_stream, _path, _bytesMax) = (stream, path, bytesMax);

    public static LogSink StandardOutput() => new(Console.OpenStandardOutput(), null, long.MaxValue);

    /// <param name="path">Made with its folder when missing, appended to otherwise.</param>
    /// <param name="bytesMax">Size at which the file is moved aside; the one moved aside before is dropped.</param>
    public static LogSink File(string path, long bytesMax = 64L << 20)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return new LogSink(Open(path), path, bytesMax);
    }

    public void WriteLine(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            try
            {
                if (_path is not null && _stream.Position + line.Length >= _bytesMax)
                    MoveAside(_path);
                _stream.Write([.. line, (byte)'\n']);
            }
            catch (IOException)
            {
                // Nowhere left to say so.
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _stream.Dispose();
    }

    private void MoveAside(string path)
    {
        _stream.Dispose();
        System.IO.File.Move(path, path + ".1", overwrite: true);
        _stream = Open(path);
    }

    // Unbuffered, so that a line is in the file when it has been written.
    private static FileStream Open(string path) =>
        new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}

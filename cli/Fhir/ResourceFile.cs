using Phr.Fhir;

namespace Phr.Cli.Fhir;

/// <summary>A file that a command is given.</summary>
internal static class ResourceFile
{
    /// <summary>A file with one resource.</summary>
    /// <exception cref="CommandException">It cannot be read, or is larger than what is parsed at once.</exception>
    public static byte[] Read(FileInfo file) => Open(file, content =>
    {
        if (content.Length > ParseLimits.Default.BytesMax)
            throw new CommandException($"{file.FullName} is larger than the {ParseLimits.Default.BytesMax >> 20} MiB that are read at once.");
        var bytes = new byte[content.Length];
        content.ReadExactly(bytes);
        return bytes;
    });

    /// <exception cref="CommandException">It cannot be read.</exception>
    public static T Open<T>(FileInfo file, Func<FileStream, T> read)
    {
        try
        {
            using var content = file.OpenRead();
            return read(content);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file.FullName} cannot be read: {unreadable.Message}");
        }
    }
}

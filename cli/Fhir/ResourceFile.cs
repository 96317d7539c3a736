using Phr.Fhir;

namespace Phr.Cli.Fhir;

/// <summary>A file with one resource, as a command is given it.</summary>
internal static class ResourceFile
{
    /// <exception cref="CommandException">It cannot be read, or is larger than what is parsed at once.</exception>
    public static async Task<byte[]> Read(FileInfo file, CancellationToken ct)
    {
        try
        {
            if (file.Length > ParseLimits.Default.BytesMax)
                throw new CommandException($"{file.FullName} is larger than the {ParseLimits.Default.BytesMax >> 20} MiB that are read at once.");
            return await File.ReadAllBytesAsync(file.FullName, ct);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file.FullName} cannot be read: {unreadable.Message}");
        }
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Phr.Cli.Host;

/// <summary>The folder that one platform owns: its database, keys, clients, logs and the record of its run.</summary>
internal sealed record DataFolder(string Path)
{
    private const UnixFileMode OthersMayPass = UnixFileMode.OtherExecute;

    // "/var/lib" is where Debian keeps what services store (FHS 5.8).
    private const string SystemFolder = "/var/lib/phr";

    public string Postgres => Inside("postgres");

    public string Logs => Inside("logs");

    public string RunFile => Inside("run.json");

    public string Inside(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>
    /// The folder that was asked for, or the checkout's own. For root that is one under /var/lib when the user postgres, who
    /// then owns the database, cannot pass through the folders above the checkout.
    /// </summary>
    public static DataFolder Choose(string? asked)
    {
        if (asked is not null)
            return new DataFolder(System.IO.Path.GetFullPath(asked));
        var own = Repository.Path(".data");
        if (Environment.UserName != "root" || Above(own).All(folder => folder.UnixFileMode.HasFlag(OthersMayPass)))
            return new DataFolder(own);
        var checkout = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Repository.Root)))[..12];
        return new DataFolder(System.IO.Path.Combine(SystemFolder, checkout));
    }

    /// <summary>Holds the folder for this process until disposed, or until the process ends in whatever way.</summary>
    /// <returns>Null while another process holds it.</returns>
    /// <exception cref="CommandException">The folder cannot be made or written.</exception>
    public IDisposable? Claim()
    {
        try
        {
            Directory.CreateDirectory(Path);
            return new FileStream(Inside("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandException($"{Path} cannot be written by {Environment.UserName}. Choose another folder with --data.");
        }
        catch (IOException) when (File.Exists(Inside("lock")))
        {
            return null;
        }
    }

    private static IEnumerable<DirectoryInfo> Above(string folder)
    {
        for (var above = Directory.GetParent(folder); above is not null; above = above.Parent)
            yield return above;
    }
}

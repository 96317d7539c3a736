using System.Collections.Concurrent;
using System.Reflection;

namespace Phr.Platform.Database;

/// <summary>The SQL statements of an assembly, one to a file, embedded under their path inside the project.</summary>
public static class Sql
{
    private static readonly ConcurrentDictionary<(Assembly, string), string> Texts = new();

    /// <summary>The text of one statement, for example <c>Sql.Load(typeof(Search), "Search/by-token.sql")</c>.</summary>
    /// <exception cref="InvalidOperationException">The assembly holds no such file: a bug, found by the first run.</exception>
    public static string Load(Type beside, string path) => Texts.GetOrAdd((beside.Assembly, path), Read);

    /// <summary>Paths of all statements under <paramref name="folder"/>, in ordinal order.</summary>
    public static IReadOnlyList<string> List(Type beside, string folder) =>
        [.. beside.Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    private static string Read((Assembly Assembly, string Path) key)
    {
        using var stream = key.Assembly.GetManifestResourceStream(key.Path)
            ?? throw new InvalidOperationException($"{key.Assembly.GetName().Name} embeds no statement {key.Path}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

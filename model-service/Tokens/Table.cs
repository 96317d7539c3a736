using System.Reflection;

namespace Phr.Model.Tokens;

/// <summary>
/// The embedded tables beside this file: one header line, semicolons between cells, lines that begin with # are
/// comments.
/// </summary>
internal static class Table
{
    public static IEnumerable<string[]> Rows(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Tokens/{name}")
            ?? throw new InvalidOperationException($"Table {name} is not embedded.");
        using var reader = new StreamReader(stream);
        var header = true;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (!header)
                yield return line.Split(';');
            header = false;
        }
    }
}

using System.Text;

namespace Phr.EventLog;

/// <summary>What a text of an event's header may be.</summary>
internal static class Texts
{
    /// <exception cref="ArgumentException">
    /// Empty, longer than the bound, or with a control character (PostgreSQL stores no U+0000).
    /// </exception>
    public static void Require(string text, int bytesMax, string name)
    {
        if (text.Length == 0 || text.Length > bytesMax || Encoding.UTF8.GetByteCount(text) > bytesMax)
            throw new ArgumentException($"The {name} of an event is empty or over {bytesMax} bytes.", name);
        if (text.AsSpan().ContainsAnyInRange('\0', '\u001f'))
            throw new ArgumentException($"The {name} of an event holds a control character.", name);
    }
}
